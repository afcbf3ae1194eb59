namespace Platform.Contracts.Notifications;

/// <summary>The catalogue of events: the stable names of all that people, webhooks and other systems learn of.</summary>
public static class EventNames
{
    public const string TokenCreated = "token.created";
    public const string TokenRotated = "token.rotated";
    public const string TokenRevoked = "token.revoked";
    public const string TokenExpiring = "token.expiring";
    public const string TokenExpired = "token.expired";
    public const string TokenLeaked = "token.leaked";
    public const string TokenUsedFromNewAddress = "token.used-from-new-address";
    public const string TokenUsedAfterRotation = "token.used-after-rotation";
    public const string TokenIdle = "token.idle";
    public const string TokenNeverUsed = "token.never-used";
    public const string PersonInvited = "person.invited";
    public const string PersonDeactivated = "person.deactivated";
    public const string RoleChanged = "role.changed";
    public const string WebhookDisabled = "webhook.disabled";
    public const string SupportEntered = "support.entered";
    public const string SupportEnded = "support.ended";
    public const string OrganizationSuspended = "organization.suspended";
    public const string OrganizationResumed = "organization.resumed";
    public const string OrganizationDeleted = "organization.deleted";

    /// <summary>Each that occurs. An event that can be published has a line here; a test holds it so.</summary>
    public static IReadOnlyList<EventDescription> All { get; } =
    [
        new(TokenExpiring, "A token ends soon", MailedByDefault: true),
        new(TokenExpired, "A token has come to its end", MailedByDefault: true),
        new(TokenLeaked, "A token was found where it should not be, and revoked", MailedByDefault: true),
        new(TokenRevoked, "A token was revoked", MailedByDefault: true),
        new(TokenUsedFromNewAddress, "A token was used from a network that it had never been used from", MailedByDefault: true),
        new(TokenUsedAfterRotation, "A replaced token was used after its end", MailedByDefault: true),
        new(TokenCreated, "A token was issued", MailedByDefault: false),
        new(TokenRotated, "A token was replaced by a new one", MailedByDefault: false),
        new(TokenIdle, "A token was not used for 90 days", MailedByDefault: false),
        new(TokenNeverUsed, "A token was not used within 14 days of its creation", MailedByDefault: false),
        new(PersonInvited, "A person was invited", MailedByDefault: false),
        new(PersonDeactivated, "A person was deactivated", MailedByDefault: false),
        new(RoleChanged, "A role was changed or deleted", MailedByDefault: false),
        new(WebhookDisabled, "A webhook was disabled, since it is gone or has not answered well for days", MailedByDefault: true),
        new(SupportEntered, "An operator of the instance has entered the organization as support", MailedByDefault: true),
        new(SupportEnded, "An operator's support entry has ended", MailedByDefault: false),
        new(OrganizationSuspended, "The organization was suspended", MailedByDefault: true),
        new(OrganizationResumed, "The organization works again", MailedByDefault: true),
        new(OrganizationDeleted, "The organization was deleted, and can still be restored", MailedByDefault: true),
    ];
}

/// <param name="Name">One of <see cref="EventNames"/>.</param>
/// <param name="Description">What it says, in a few words.</param>
/// <param name="MailedByDefault">Whether people who have not chosen get it by e-mail too; in the web UI they get every one.</param>
public sealed record EventDescription(string Name, string Description, bool MailedByDefault);
