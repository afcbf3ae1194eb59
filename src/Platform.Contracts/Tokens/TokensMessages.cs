using Platform.Contracts.Notifications;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Tokens;

/// <summary>A token was issued.</summary>
/// <param name="OwnerPersonId">The person whose token it is; null for a service account's or an application's.</param>
public sealed record TokenCreated(Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId) : IOutboxEvent
{
    public static string Name => EventNames.TokenCreated;
}

/// <summary>A token was revoked, by whomever and for whatever reason.</summary>
public sealed record TokenRevoked(Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, string? Reason) : IOutboxEvent
{
    public static string Name => EventNames.TokenRevoked;
}

/// <summary>A token was found where it should not be, and was revoked. <see cref="TokenRevoked"/> tells of that too.</summary>
/// <param name="Url">Where it was found, as its finder says; without the secret.</param>
/// <param name="Source">Who or what has found it, as they say.</param>
public sealed record TokenLeaked(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, string? Url, string? Source) : IOutboxEvent
{
    public static string Name => EventNames.TokenLeaked;
}

/// <summary>
/// A live token comes to its end within so many days. Raised once for each token and day of the organization's reminder days;
/// where several are due at once, for the nearest alone.
/// </summary>
/// <param name="Integrations">What it is used for, as its page says.</param>
/// <param name="ReminderDays">Which of the organization's reminder days it is.</param>
public sealed record TokenExpiring(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, IReadOnlyList<string> Integrations, DateTime ExpiresAt, int ReminderDays) : IOutboxEvent
{
    public static string Name => EventNames.TokenExpiring;
}

/// <summary>A token has come to its end by itself.</summary>
public sealed record TokenExpired(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, IReadOnlyList<string> Integrations, DateTime ExpiresAt) : IOutboxEvent
{
    public static string Name => EventNames.TokenExpired;
}

/// <summary>A token was replaced by a new one with the same settings.</summary>
/// <param name="EndsAt">When the old one ends; the time of the rotation where it ended with that.</param>
public sealed record TokenRotated(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, Guid ReplacedById, DateTime EndsAt) : IOutboxEvent
{
    public static string Name => EventNames.TokenRotated;
}

/// <summary>Somebody who holds a replaced token has used it after it had ended. Raised once for each token.</summary>
/// <param name="Address">Where the call came from; null where that is not known.</param>
/// <param name="UserAgent">What the call said of its program; null where it said nothing.</param>
public sealed record TokenUsedAfterRotation(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, string? Address, string? UserAgent) : IOutboxEvent
{
    public static string Name => EventNames.TokenUsedAfterRotation;
}

/// <summary>A token as a policy's dry run and its application name it.</summary>
/// <param name="OwnerKind"><c>person</c> or <c>serviceAccount</c>.</param>
public sealed record JudgedToken(Guid Id, string Name, string Display, string OwnerKind, Guid OwnerId, string OwnerName);

/// <summary>A live token that a policy would not allow, and why, in sentences.</summary>
public sealed record BreakingToken(JudgedToken Token, IReadOnlyList<string> Reasons);

/// <summary>What a policy would break: the first of the tokens, how many there are in all, and what else to know.</summary>
public sealed record PolicyVerdict(IReadOnlyList<BreakingToken> Breaks, int Total, IReadOnlyList<string> Warnings);

/// <summary>Judges the live tokens of the organization in context by a policy, and changes nothing.</summary>
/// <param name="AtMost">Tokens to name; all are counted.</param>
public sealed record JudgeTokens(Tenancy.TokenPolicy Policy, int AtMost) : IQuery<PolicyVerdict>;

/// <summary>A token whose end was brought forward.</summary>
/// <param name="Before">Its end until now; null for none.</param>
public sealed record CappedToken(JudgedToken Token, DateTime? Before, DateTime After);

/// <summary>
/// Brings the ends of some live tokens of the organization in context forward to what a policy allows from now on; to be sent
/// until it finds none, so that others write between. Never extends one.
/// </summary>
public sealed record CapTokens(Tenancy.TokenPolicy Policy) : ICommand<Result<IReadOnlyList<CappedToken>>>;

/// <summary>A token with a week of history was used from a network that it had never been used from. Raised once for each network.</summary>
/// <param name="CreatorPersonId">The person who made it; null where that was not a person.</param>
/// <param name="Network">The /24 of an IPv4 address, the /48 of an IPv6 one, as a CIDR.</param>
public sealed record TokenUsedFromNewAddress(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, Guid? CreatorPersonId, string Address, string Network) : IOutboxEvent
{
    public static string Name => EventNames.TokenUsedFromNewAddress;
}

/// <summary>A live token was not used for 90 days. Raised once until it is used again.</summary>
public sealed record TokenIdle(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, Guid? CreatorPersonId, DateTime LastUsedAt) : IOutboxEvent
{
    public static string Name => EventNames.TokenIdle;
}

/// <summary>A live token was not used within 14 days of its creation. Raised once.</summary>
public sealed record TokenNeverUsed(
    Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, Guid? CreatorPersonId, DateTime CreatedAt) : IOutboxEvent
{
    public static string Name => EventNames.TokenNeverUsed;
}

/// <summary>Gives each of these people a token, for load tests, and answers with the secrets.</summary>
/// <param name="Kind">One of <see cref="SeededTokens"/>.</param>
public sealed record SeedPersonalTokens(IReadOnlyList<Guid> PersonIds, string Kind) : ICommand<Result<IReadOnlyList<string>>>;

/// <summary>Issues tokens of a service account, for load tests, and answers with the secrets.</summary>
/// <param name="Kind">One of <see cref="SeededTokens"/>.</param>
public sealed record SeedServiceTokens(int Count, string Kind) : ICommand<Result<IReadOnlyList<string>>>;

/// <summary>A live token of a person.</summary>
/// <param name="Display">What may be shown of its secret.</param>
/// <param name="Scopes">Null for all that the person may do.</param>
public sealed record PersonalToken(Guid Id, string Name, string Display, Guid PersonId, IReadOnlyList<string>? Scopes);

/// <summary>The live tokens of these people of the organization in context.</summary>
public sealed record GetTokensOfPeople(IReadOnlyList<Guid> PersonIds) : IQuery<IReadOnlyList<PersonalToken>>;

/// <summary>When a live token ends.</summary>
/// <param name="IsOwn">True for the person's own; else it is a service account's.</param>
/// <param name="Version">Raised with each change.</param>
public sealed record TokenEnd(
    Guid Id, string Name, string Display, IReadOnlyList<string> Integrations, bool IsOwn, DateTime CreatedAt, DateTime ExpiresAt, int Version);

/// <summary>The live tokens of a person that have an end and no replacement, and those of service accounts too where it is asked for; the first to end first.</summary>
public sealed record GetTokenEnds(Guid PersonId, bool OfServiceAccounts) : IQuery<IReadOnlyList<TokenEnd>>;

/// <summary>How many live tokens and service accounts of an organization hold some permissions by their names.</summary>
public sealed record PermissionHolders(Guid OrganizationId, int ServiceAccounts, int Tokens);

/// <summary>Who holds one of these permissions, over all organizations: what <see cref="Roles.PermissionsRemoved"/> would take away.</summary>
/// <param name="Names">Short forms.</param>
public sealed record FindPermissionHolders(IReadOnlyList<string> Names) : IQuery<IReadOnlyList<PermissionHolders>>;

/// <summary>What the log calls a token of the organization in context, with what may be shown of its secret; null where there is none such.</summary>
public sealed record GetTokenName(Guid TokenId) : IQuery<string?>;

/// <summary>How many live tokens each of these organizations has; none where it has none.</summary>
public sealed record CountTokens(IReadOnlyList<Guid> OrganizationIds) : IQuery<IReadOnlyDictionary<Guid, int>>;

/// <summary>How many live tokens an application has.</summary>
public sealed record CountTokensOfApplication(Guid ApplicationId) : IQuery<int>;

/// <summary>What tokens for load tests are like.</summary>
public static class SeededTokens
{
    /// <summary>Good ones, for a year.</summary>
    public const string Good = "good";

    /// <summary>Made, used and ended at various times: active, expiring, being rotated, expired and revoked.</summary>
    public const string Varied = "varied";

    /// <summary>All come to their end on one day within a week, which nobody has been reminded of yet.</summary>
    public const string Ending = "ending";

    /// <summary>Come to their end, which nobody has noted yet.</summary>
    public const string Due = "due";
}
