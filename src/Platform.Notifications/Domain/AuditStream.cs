using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

/// <summary>
/// How far a webhook has been told of its organization's log. One delivery after the other takes it further, so that what it
/// is told keeps its order and has no gaps, whatever became of a delivery.
/// </summary>
internal sealed class AuditStream : Entity, IOrganizationScoped, INoGrantEffect
{
    private AuditStream()
    {
    }

    /// <param name="webhookId">The webhook.</param>
    /// <param name="sequence">Where the log ends now: it is told of what comes after.</param>
    public AuditStream(Guid webhookId, long sequence) => (WebhookId, Sequence, OfferedUpTo) = (webhookId, sequence, sequence);

    public Guid OrganizationId { get; private init; }

    public Guid WebhookId { get; private init; }

    /// <summary>The number of the last entry that it has taken.</summary>
    public long Sequence { get; private set; }

    /// <summary>The delivery that is to take it further; null before the first.</summary>
    public Guid? DeliveryId { get; private set; }

    /// <summary>The number of the last entry of that delivery.</summary>
    public long OfferedUpTo { get; private set; }

    /// <summary>The next entries are on their way.</summary>
    public void Offer(Guid deliveryId, long upTo) => (DeliveryId, OfferedUpTo) = (deliveryId, upTo);

    /// <summary>The delivery was answered well.</summary>
    public void Take() => Sequence = OfferedUpTo;
}
