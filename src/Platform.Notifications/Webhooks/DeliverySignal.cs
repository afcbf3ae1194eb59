using Platform.Kernel.Outbox;

namespace Platform.Notifications.Webhooks;

/// <summary>Rings when there is something to deliver.</summary>
internal sealed class DeliverySignal : Signal;
