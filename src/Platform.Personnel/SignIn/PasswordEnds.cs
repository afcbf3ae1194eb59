using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Personnel.Data;

namespace Platform.Personnel.SignIn;

internal static class PasswordEnds
{
    /// <summary>What a new password ends: every session of the account, every reset link, and what was begun with the old one.</summary>
    public static async Task EndAllThatThePasswordOpenedAsync(
        this PlatformDbContext db, Guid accountId, string reason, DateTime now, CancellationToken cancellationToken)
    {
        await db.EndSessionsAsync(accountId, reason, now, cancellationToken);
        foreach (var link in await db.ResetLinks.Where(row => row.AccountId == accountId && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            if (link.EndedAt is null)
            {
                link.Withdraw(now);
            }
        }

        db.RemoveRange(await db.Tickets.Where(row => row.AccountId == accountId).ToListAsync(cancellationToken));
    }

    /// <summary>Ends every session of the account.</summary>
    public static async Task EndSessionsAsync(this PlatformDbContext db, Guid accountId, string reason, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var session in await db.Sessions.Where(row => row.AccountId == accountId && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            session.End(reason, now);
        }
    }
}
