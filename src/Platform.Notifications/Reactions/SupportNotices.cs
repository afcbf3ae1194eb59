using System.Text.Json;
using Platform.Contracts.Notifications;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Outbox;

namespace Platform.Notifications.Reactions;

/// <summary>What is said of operators who enter the organization as support: to those who may show them out, but not of what they have just done themselves.</summary>
internal sealed class SupportNotices(Audience audience)
{
    public async Task<IReadOnlyList<Telling>> OfAsync(OutboxDelivery happened, CancellationToken cancellationToken)
    {
        switch (happened.Name)
        {
            case EventNames.SupportEntered:
                var entered = Read<SupportEntered>(happened);
                var until = Wording.DateAndTime(entered.Until, await audience.SettingsAsync(cancellationToken));
                return [await OfAsync(
                    happened,
                    "An operator has entered as support",
                    $"{entered.OperatorEmail}, who runs this instance, may read what is in your organization until {until}, and change nothing. The reason given: {entered.Reason}",
                    cancellationToken)];
            case EventNames.SupportEnded:
                var ended = Read<SupportEnded>(happened);
                return [await OfAsync(
                    happened,
                    "A support entry has ended",
                    $"{ended.OperatorEmail}, who runs this instance, may read nothing of your organization any more: {(ended.EndedBy is { } by ? $"{by} has ended the support entry." : "the time of the support entry is over.")}",
                    cancellationToken)];
            default:
                return [];
        }
    }

    private async Task<Telling> OfAsync(OutboxDelivery happened, string title, string body, CancellationToken cancellationToken)
    {
        var holders = await audience.HoldingAsync(TenancyPermissions.Write, cancellationToken);
        return new([.. holders.Where(person => person != happened.ActorId)], title, body, "/settings?tab=support", "Open the support entries", "you may change the organization’s settings");
    }

    private static T Read<T>(OutboxDelivery happened) => JsonSerializer.Deserialize<T>(happened.Payload, JsonSerializerOptions.Web)!;
}
