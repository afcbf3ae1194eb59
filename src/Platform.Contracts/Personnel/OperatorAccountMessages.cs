using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Personnel;

/// <summary>
/// Makes the one-time link by which the owner of an account becomes an operator, with the account's own password or, where it
/// has none yet, a new one. An earlier link of the kind is good no more.
/// </summary>
public sealed record InviteOperatorAccount(Guid AccountId) : ICommand<Result<OneTimeLink>>;

/// <summary>An account does not run the instance any more: its links to do so are good no more, and its sessions end.</summary>
/// <param name="HasJoined">False where it was invited only: then its sessions are none of an operator's, and live on.</param>
public sealed record EndOperatorAccess(Guid AccountId, bool HasJoined) : ICommand<Result>;

/// <summary>How these accounts are protected and when they were last seen.</summary>
public sealed record GetAccountStandings(IReadOnlyList<Guid> AccountIds) : IQuery<IReadOnlyList<AccountStanding>>;

/// <param name="HasSecondFactor">True where it has an authenticator app or a passkey.</param>
/// <param name="LastSeenAt">When one of its sessions last fetched an access token; null where none has.</param>
public sealed record AccountStanding(Guid AccountId, bool HasSecondFactor, DateTime? LastSeenAt);

/// <summary>True where the account is an active person of the organization in context.</summary>
public sealed record IsActiveMember(Guid AccountId) : IQuery<bool>;
