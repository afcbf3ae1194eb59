using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.Jobs;

/// <summary>
/// Forgets failed attempts that no longer count, and refresh tokens and tickets that could not be used any more. The audit log keeps what
/// happened.
/// </summary>
internal sealed record PruneSignIn : ICommand<Result>;

internal sealed class PruneSignInHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<PruneSignIn, Result>
{
    public async Task<Result> Handle(PruneSignIn request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var attemptsBefore = now - SignInAttempts.Window;
        await db.SignInAttempts
            .Where(attempts => attempts.WindowStartedAt < attemptsBefore && (attempts.LockedUntil == null || attempts.LockedUntil < now))
            .ExecuteDeleteAsync(cancellationToken);
        var issuedBefore = now - Session.IdleLifetime;
        await db.RefreshTokens.Where(refresh => refresh.IssuedAt < issuedBefore).ExecuteDeleteAsync(cancellationToken);
        await db.Tickets.Where(ticket => ticket.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        return Result.Done;
    }
}
