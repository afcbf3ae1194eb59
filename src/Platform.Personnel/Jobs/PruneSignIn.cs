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
internal sealed record PruneSignIn : ICommand<Result<int>>;

internal sealed class PruneSignInHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<PruneSignIn, Result<int>>
{
    public async Task<Result<int>> Handle(PruneSignIn request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var attemptsBefore = now - SignInAttempts.Window;
        var attempts = await db.SignInAttempts
            .Where(row => row.WindowStartedAt < attemptsBefore && (row.LockedUntil == null || row.LockedUntil < now))
            .ExecuteDeleteAsync(cancellationToken);
        var issuedBefore = now - Session.IdleLifetime;
        var refreshes = await db.RefreshTokens.Where(refresh => refresh.IssuedAt < issuedBefore).ExecuteDeleteAsync(cancellationToken);
        var tickets = await db.Tickets.Where(ticket => ticket.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        return attempts + refreshes + tickets;
    }
}
