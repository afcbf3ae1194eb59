using Platform.Contracts.Notifications;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Tenancy;

/// <summary>What an organization is and which rules it has set, now.</summary>
/// <param name="IsSuspended">True where nobody may act in it: an operator has suspended or deleted it.</param>
/// <param name="RequireMfa">Whether only sessions with a second factor are let in.</param>
/// <param name="Policy">Its rules for tokens.</param>
/// <param name="FormerSlugs">Slugs that still lead to it.</param>
/// <param name="ResumedAt">When it last began to work again after it had been suspended; null where it never was.</param>
public sealed record OrganizationStanding(
    Guid Id,
    string Slug,
    string Name,
    bool IsSuspended,
    bool RequireMfa,
    TokenPolicy Policy,
    IReadOnlyList<FormerOrganizationSlug> FormerSlugs,
    DateTime? ResumedAt);

/// <summary>A slug that an organization has given up, and that leads to it until its end.</summary>
public sealed record FormerOrganizationSlug(string Slug, DateTime ReplacedAt, DateTime EndsAt);

/// <summary>An organization's rules for tokens. Lifetimes bind new tokens; the addresses and the default limit, all from the next request on.</summary>
/// <param name="UserTokenLifetimeDays">How long a person's token lives: 1 to 365.</param>
/// <param name="MaxActiveUserTokens">How many tokens a person may have at a time: 1 to 20.</param>
/// <param name="ServiceTokenMaxLifetimeDays">How long a service account's token may live at most: 1 to 3,650; null for no limit.</param>
/// <param name="AllowNonExpiring">Whether a service account's token may be without expiration.</param>
/// <param name="IdleRevocationDays">After how many days without use a token is revoked: 1 to 3,650; null for never.</param>
/// <param name="MaxOverlapHours">How long a replaced token may live on at most: 0 to 168.</param>
/// <param name="AllowedAddresses">CIDRs from which alone tokens may be used; empty for anywhere. A token's own list narrows it further.</param>
/// <param name="DefaultRateLimitPerMinute">Requests a minute of a token without a limit of its own: 1 to 100,000; null for no limit.</param>
public sealed record TokenPolicy(
    int UserTokenLifetimeDays,
    int MaxActiveUserTokens,
    int? ServiceTokenMaxLifetimeDays,
    bool AllowNonExpiring,
    int? IdleRevocationDays,
    int MaxOverlapHours,
    IReadOnlyList<string> AllowedAddresses,
    int? DefaultRateLimitPerMinute);

/// <summary>The organization by id; null where there is none.</summary>
public sealed record GetOrganizationStanding(Guid OrganizationId) : IQuery<OrganizationStanding?>;

/// <summary>When an organization is reminded of what ends, and how it says when that is; null where there is none such.</summary>
public sealed record GetReminderSettings(Guid OrganizationId) : IQuery<ReminderSettings?>;

/// <param name="TimeZone">An IANA name.</param>
/// <param name="Days">How many days before a token's end.</param>
public sealed record ReminderSettings(string OrganizationName, string TimeZone, IReadOnlyList<int> Days);

/// <summary>For how many days the organization in context keeps its audit log; null for ever, and where there is none such.</summary>
public sealed record GetAuditRetention : IQuery<int?>;

/// <summary>The organization by id or slug, also one that still leads to it, as a header or a body names it; null where there is none.</summary>
public sealed record FindOrganization(string IdOrSlug) : IQuery<OrganizationStanding?>;

/// <summary>Several organizations by id.</summary>
public sealed record GetOrganizations(IReadOnlyList<Guid> Ids) : IQuery<IReadOnlyList<OrganizationStanding>>;

/// <summary>True where the account runs the instance.</summary>
public sealed record IsOperator(Guid AccountId) : IQuery<bool>;

/// <summary>An organization has come to be. Roles gives it the built-in ones.</summary>
public sealed record OrganizationCreated(Guid OrganizationId, string Slug, string OrganizationName) : IEvent;

/// <summary>An operator has stopped an organization: nobody may act in it, and nothing of it is lost.</summary>
/// <param name="Reason">What the operator said of it.</param>
public sealed record OrganizationSuspended(Guid OrganizationId, string OrganizationName, string? Reason) : IOutboxEvent
{
    public static string Name => EventNames.OrganizationSuspended;
}

/// <summary>An organization works again, after it was suspended or deleted.</summary>
public sealed record OrganizationResumed(Guid OrganizationId, string OrganizationName) : IOutboxEvent
{
    public static string Name => EventNames.OrganizationResumed;
}

/// <summary>An operator has deleted an organization. It has stopped, and can be restored until its rows are deleted.</summary>
public sealed record OrganizationDeleted(Guid OrganizationId, string OrganizationName, DateTime PurgeAt) : IOutboxEvent
{
    public static string Name => EventNames.OrganizationDeleted;
}

/// <summary>Makes an organization with its first administrator.</summary>
/// <param name="AdministratorPasswordHash">From <see cref="Personnel.HashPassword"/>; null to send an invitation instead.</param>
public sealed record CreateOrganization(
    string Name, string Slug, string AdministratorName, string AdministratorEmail, string? AdministratorPasswordHash)
    : ICommand<Result<CreatedOrganization>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict($"An organization with the slug '{Slug}' exists already. Choose a different one.");
}

/// <summary>The new organization; the invitation is there where the administrator has no password yet.</summary>
public sealed record CreatedOrganization(Guid Id, Guid AdministratorId, string? InvitationToken, DateTime? InvitationExpiresAt);

/// <summary>Makes the first operator, where there is none. The host sends it at start, from its configuration.</summary>
public sealed record EnsureFirstOperator(string Email, string PasswordHash) : ICommand<Result>;

/// <summary>True where somebody runs the instance already.</summary>
public sealed record HasOperator : IQuery<bool>;

/// <summary>
/// The one-time code that whoever sets up an empty instance must know, so that nobody else claims it; null once the instance
/// has an operator. The host prints it at start.
/// </summary>
public sealed record GetSetupCode : IQuery<string?>;

/// <summary>Makes an empty instance's operator, first organization and administrator. Fails where the code is wrong or it is set up already.</summary>
public sealed record SetUpInstance(string Code, string OperatorEmail, string OperatorPasswordHash, CreateOrganization Organization)
    : ICommand<Result<CreatedOrganization>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict("The instance has been set up already. Sign in.");
}
