using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>The accounts behind operators: how they are let in and out, and what is said of them.</summary>
internal sealed class OperatorAccounts(PlatformDbContext db, TimeProvider time) :
    IRequestHandler<InviteOperatorAccount, Result<OneTimeLink>>,
    IRequestHandler<EndOperatorAccess, Result>,
    IRequestHandler<GetAccountStandings, IReadOnlyList<AccountStanding>>,
    IRequestHandler<IsActiveMember, bool>
{
    public async Task<Result<OneTimeLink>> Handle(InviteOperatorAccount request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
        await WithdrawAsync(account.Id, now, cancellationToken);
        var (secret, hash) = OneTimeSecret.Create();
        var invitation = Invitation.ForOperator(account, hash, now);
        db.Add(invitation);
        return new OneTimeLink(secret, invitation.ExpiresAt);
    }

    public async Task<Result> Handle(EndOperatorAccess request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await WithdrawAsync(request.AccountId, now, cancellationToken);
        if (request.HasJoined)
        {
            await db.EndSessionsAsync(request.AccountId, "operator-removed", now, cancellationToken);
        }

        return Result.Done;
    }

    public async Task<IReadOnlyList<AccountStanding>> Handle(GetAccountStandings request, CancellationToken cancellationToken)
    {
        var (passkeys, sessions) = (db.Passkeys, db.Sessions);
        return await db.Accounts.AsNoTracking()
            .Where(account => request.AccountIds.Contains(account.Id))
            .Select(account => new AccountStanding(
                account.Id,
                account.TwoFactorEnabledAt != null || passkeys.Any(passkey => passkey.AccountId == account.Id),
                sessions.Where(session => session.AccountId == account.Id).Max(session => (DateTime?)session.LastSeenAt)))
            .ToListAsync(cancellationToken);
    }

    public Task<bool> Handle(IsActiveMember request, CancellationToken cancellationToken) =>
        db.People.AnyAsync(person => person.AccountId == request.AccountId && person.Status == PersonStatus.Active, cancellationToken);

    /// <summary>Operators' invitations are the instance's own: the scope of whoever sends this.</summary>
    private async Task WithdrawAsync(Guid accountId, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var earlier in await db.Invitations.Where(row => row.PersonId == accountId && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            earlier.Withdraw(now);
        }
    }
}
