using Platform.Contracts.Notifications;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Personnel;

/// <summary>A person of the organization in context, as other modules need to know it.</summary>
public sealed record PersonStanding(Guid Id, Guid AccountId, string Name, string Email, bool IsActive, bool ApiAccessEnabled);

/// <summary>The person; null where the organization in context has none such.</summary>
public sealed record GetPersonStanding(Guid PersonId) : IQuery<PersonStanding?>;

/// <summary>The names of several people of the organization in context.</summary>
public sealed record GetPersonNames(IReadOnlyList<Guid> PersonIds) : IQuery<IReadOnlyDictionary<Guid, string>>;

/// <summary>Who of these people is active: an invited or deactivated administrator is none to rely on.</summary>
public sealed record GetActivePeople(IReadOnlyList<Guid> PersonIds) : IQuery<IReadOnlyList<Guid>>;

/// <summary>Where the active ones of these people are reached.</summary>
public sealed record GetContacts(IReadOnlyList<Guid> PersonIds) : IQuery<IReadOnlyList<Contact>>;

public sealed record Contact(Guid PersonId, string Name, string Email);

/// <summary>Hashes a password. A query, so that the costly work is done before a transaction begins.</summary>
public sealed record HashPassword(string Password) : IQuery<string>;

/// <summary>Says what is wrong with a password; null where it will do.</summary>
public sealed record CheckPassword(string Password) : IQuery<string?>;

/// <summary>Makes a person who administers the organization in context.</summary>
/// <param name="PasswordHash">Null to make an invitation instead.</param>
public sealed record CreateAdministrator(string Name, string Email, string? PasswordHash) : ICommand<Result<CreatedPerson>>;

/// <summary>The new person; the invitation is there where one was made, its token shown this once, or null where it is mailed.</summary>
public sealed record CreatedPerson(Guid Id, string? InvitationToken, DateTime? InvitationExpiresAt);

/// <summary>Finds the account of an e-mail address or makes it. An existing account keeps its own password.</summary>
public sealed record EnsureAccount(string Email, string Name, string? PasswordHash) : ICommand<Result<EnsuredAccount>>;

public sealed record EnsuredAccount(Guid AccountId);

/// <summary>Ends a session; its access tokens are refused once this has answered.</summary>
/// <param name="Reason">A word for the log, such as <c>signed-out</c>.</param>
public sealed record EndSession(Guid SessionId, string Reason) : ICommand<Result>;

/// <summary>A person was made, and invited or not.</summary>
public sealed record PersonCreated(Guid OrganizationId, Guid PersonId) : IEvent;

/// <summary>An invitation was made. Its token is not in the event: the mail's is made when it is sent.</summary>
/// <param name="MailLinkAddress">Where the link of a mail is to lead; null where the administrator hands the link over.</param>
public sealed record PersonInvited(Guid OrganizationId, Guid PersonId, string PersonName, string? MailLinkAddress = null) : IOutboxEvent
{
    public static string Name => EventNames.PersonInvited;
}

/// <summary>Makes a one-time link by which an operator chooses a new password; the host prints it. Fails where no operator has the address.</summary>
public sealed record MakeOperatorResetLink(string Email) : ICommand<Result<OneTimeLink>>;

/// <param name="Token">The link's secret, shown this once.</param>
public sealed record OneTimeLink(string Token, DateTime ExpiresAt);

/// <summary>A person may not act in the organization any more. The person's tokens die with this.</summary>
public sealed record PersonDeactivated(Guid OrganizationId, Guid PersonId, string PersonName) : IOutboxEvent
{
    public static string Name => EventNames.PersonDeactivated;
}

/// <summary>A person's record was removed, after <see cref="PersonDeactivated"/>. The person's roles go with this.</summary>
public sealed record PersonDeleted(Guid OrganizationId, Guid PersonId, string PersonName) : IEvent;

/// <summary>The checkbox <em>Enable API access token</em> was cleared. The person's tokens die with this.</summary>
public sealed record ApiAccessDisabled(Guid OrganizationId, Guid PersonId) : IEvent;

/// <summary>Adds active people with API access and the role <em>API user</em>, for load tests. They have no password.</summary>
/// <param name="Domain">Makes their addresses their own.</param>
/// <param name="First">The number of the first of them.</param>
public sealed record SeedPeople(string Domain, int First, int Count) : ICommand<Result<IReadOnlyList<Guid>>>;

/// <summary>How many people each of these organizations has, of whatever status; none where it has none.</summary>
public sealed record CountPeople(IReadOnlyList<Guid> OrganizationIds) : IQuery<IReadOnlyDictionary<Guid, int>>;

/// <summary>
/// Deletes some people of an organization whose days of grace are over, together with the accounts that are nowhere else: their
/// passwords, second factors and sessions. Answers how many people that were.
/// </summary>
public sealed record PurgePeople(Guid OrganizationId, int AtMost) : ICommand<Result<int>>;
