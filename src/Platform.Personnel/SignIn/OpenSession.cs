using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Starts a session for an account that has proved who it is.</summary>
/// <param name="SecondFactor">True where a second factor was given.</param>
internal sealed record OpenSession(Guid AccountId, Guid OrganizationId, bool SecondFactor) : ICommand<Result<OpenedSession>>;

/// <param name="RefreshToken">Shown once.</param>
internal sealed record OpenedSession(Guid SessionId, string RefreshToken);

internal sealed class OpenSessionHandler(PlatformDbContext db, Caller caller, TimeProvider time) : IRequestHandler<OpenSession, Result<OpenedSession>>
{
    public async Task<Result<OpenedSession>> Handle(OpenSession request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
        caller.Proved(new Actor("account", account.Id, account.Email));
        var session = Session.Start(account, request.OrganizationId, request.SecondFactor, Device.Of(caller), now);
        var (secret, hash) = OneTimeSecret.Create();
        db.Add(session);
        db.Add(new RefreshToken(session.Id, hash, now));
        if (await db.SignInAttempts.SingleOrDefaultAsync(row => row.NormalizedEmail == account.NormalizedEmail && row.Failed > 0, cancellationToken) is { } attempts)
        {
            attempts.Succeed();
        }

        await db.NoteSignInAsync(request.AccountId, request.OrganizationId, now, cancellationToken);
        return new OpenedSession(session.Id, secret);
    }
}

internal static class LastSignIn
{
    /// <summary>
    /// The account has come into the organization, by signing in or from another one. Not a change of the record: it raises no
    /// version and drops no grant.
    /// </summary>
    public static async Task NoteSignInAsync(this PlatformDbContext db, Guid accountId, Guid organizationId, DateTime now, CancellationToken cancellationToken)
    {
        using (db.Scope.Within(organizationId))
        {
            await db.People
                .Where(person => person.AccountId == accountId)
                .ExecuteUpdateAsync(set => set.SetProperty(person => person.LastSignInAt, now), cancellationToken);
        }
    }
}
