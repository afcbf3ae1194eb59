using System.Text.Json;
using Platform.Contracts.Notifications;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Outbox;

namespace Platform.Notifications.Reactions;

/// <summary>What is said of the organization itself: to those who may change its settings. They read the notice once it works again; the mail goes at once.</summary>
internal sealed class OrganizationNotices(Audience audience)
{
    public async Task<IReadOnlyList<Telling>> OfAsync(OutboxDelivery happened, CancellationToken cancellationToken)
    {
        switch (happened.Name)
        {
            case EventNames.OrganizationSuspended:
                var suspended = Read<OrganizationSuspended>(happened);
                var why = suspended.Reason is { } reason ? $" The operator's reason: {reason}" : "";
                return [await ToldAsync(
                    $"{suspended.OrganizationName} was suspended",
                    $"An operator of the instance has suspended {suspended.OrganizationName}: no token and no session of it works until it is resumed. Nothing is lost.{why}",
                    cancellationToken)];
            case EventNames.OrganizationResumed:
                var resumed = Read<OrganizationResumed>(happened);
                return [await ToldAsync(
                    $"{resumed.OrganizationName} works again",
                    $"{resumed.OrganizationName} works again. Tokens and sessions that have not come to their end meanwhile are as good as before.",
                    cancellationToken)];
            case EventNames.OrganizationDeleted:
                var deleted = Read<OrganizationDeleted>(happened);
                var until = Wording.DateAndTime(deleted.PurgeAt, await audience.SettingsAsync(cancellationToken));
                return [await ToldAsync(
                    $"{deleted.OrganizationName} was deleted",
                    $"An operator of the instance has deleted {deleted.OrganizationName}: no token and no session of it works any more. Until {until} an operator can restore it; then all that belongs to it is deleted for good.",
                    cancellationToken)];
            default:
                return [];
        }
    }

    private async Task<Telling> ToldAsync(string title, string body, CancellationToken cancellationToken) =>
        new(await audience.HoldingAsync(TenancyPermissions.Write, cancellationToken), title, body, "/settings", "Open the settings", "you may change the organization's settings");

    private static T Read<T>(OutboxDelivery happened) => JsonSerializer.Deserialize<T>(happened.Payload, JsonSerializerOptions.Web)!;
}
