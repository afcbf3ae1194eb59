using System.Text.Json;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Outbox;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Reactions;

/// <summary>What is said of people, roles and webhooks: to those who may change them, but not of what they have just done themselves.</summary>
internal sealed class PeopleNotices(Audience audience)
{
    public async Task<IReadOnlyList<Telling>> OfAsync(OutboxDelivery happened, CancellationToken cancellationToken)
    {
        switch (happened.Name)
        {
            case EventNames.PersonInvited:
                var invited = Read<PersonInvited>(happened);
                return [OfPerson(
                    await HoldersAsync(PersonnelPermissions.Write, happened, cancellationToken),
                    $"{invited.PersonName} was invited",
                    $"{invited.PersonName} was invited to join the organization.",
                    invited.PersonId)];
            case EventNames.PersonDeactivated:
                var deactivated = Read<PersonDeactivated>(happened);
                return [OfPerson(
                    await HoldersAsync(PersonnelPermissions.Write, happened, cancellationToken),
                    $"{deactivated.PersonName} was deactivated",
                    $"{deactivated.PersonName} may not act in the organization any more; their sessions and tokens have ended. Look after the service accounts that they have looked after.",
                    deactivated.PersonId)];
            case EventNames.RoleChanged:
                var role = Read<RoleChanged>(happened);
                var deleted = role.Change == "deleted";
                return [new Telling(
                    await HoldersAsync(RolesPermissions.Write, happened, cancellationToken),
                    $"The role {role.RoleName} was {(deleted ? "deleted" : "changed")}",
                    $"The role {role.RoleName} was {(deleted ? "deleted" : "changed")}: whoever had it may do more or less from now on. The audit log says what exactly.",
                    deleted ? "/roles" : $"/roles/{role.RoleId}",
                    deleted ? "Open the roles" : "Open the role",
                    "you may change roles")];
            case EventNames.WebhookDisabled:
                var disabled = Read<WebhookDisabled>(happened);
                var why = disabled.Reason == Webhook.Gone ? "answered that it is gone for good (410)" : "has given no good answer for five days";
                return [new Telling(
                    await HoldersAsync(NotificationsPermissions.WriteWebhooks, happened, cancellationToken),
                    "A webhook was disabled",
                    // Not the whole address: some have a secret in their path.
                    $"The webhook at {new Uri(disabled.Url).Host} {why}. It is told of nothing until somebody enables it again.",
                    $"/webhooks/{disabled.WebhookId}",
                    "Open the webhook",
                    "you may change webhooks")];
            default:
                return [];
        }
    }

    private static Telling OfPerson(IReadOnlyList<Guid> people, string title, string body, Guid personId) =>
        new(people, title, body, $"/personnel/{personId}", "Open the record", "you may change people's records");

    private async Task<IReadOnlyList<Guid>> HoldersAsync(string permission, OutboxDelivery happened, CancellationToken cancellationToken) =>
        [.. (await audience.HoldingAsync(permission, cancellationToken)).Where(person => person != happened.ActorId)];

    private static T Read<T>(OutboxDelivery happened) => JsonSerializer.Deserialize<T>(happened.Payload, JsonSerializerOptions.Web)!;
}
