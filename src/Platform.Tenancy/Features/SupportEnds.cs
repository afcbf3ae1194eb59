using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>What came of ending a support entry.</summary>
internal enum SupportEnding
{
    /// <summary>The organization has none such.</summary>
    Unknown,

    /// <summary>It had ended before.</summary>
    Over,

    Ended,
}

/// <summary>How support entries end, whoever ends them: in the organization's own scope and log, and told to it.</summary>
internal sealed class SupportEnds(PlatformDbContext db, OrganizationScope scope, Events events, Caller caller, TimeProvider time)
{
    public async Task<SupportEnding> EndAsync(Guid organizationId, Guid entryId, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        using (scope.Within(organizationId))
        {
            var entry = await db.SupportEntries.SingleOrDefaultAsync(row => row.Id == entryId, cancellationToken);
            if (entry is null or { EndedAt: not null })
            {
                return entry is null ? SupportEnding.Unknown : SupportEnding.Over;
            }

            var open = entry.IsOpenAt(now);
            if (open)
            {
                entry.End(caller.Actor, now);
            }
            else
            {
                entry.RunOut();
            }

            await events.PublishAsync<SupportEnded>(new(organizationId, entry.Id, entry.OperatorEmail, entry.EndedByName), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return open ? SupportEnding.Ended : SupportEnding.Over;
        }
    }

    /// <summary>Ends all that an operator has open.</summary>
    public Task<int> EndAllOfAsync(Guid operatorAccountId, CancellationToken cancellationToken) =>
        EndAllAsync(db.SupportEntriesOfEveryOrganization.Where(entry => entry.OperatorAccountId == operatorAccountId), cancellationToken);

    /// <summary>Notes the ends of those whose time is over.</summary>
    public Task<int> EndDueAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return EndAllAsync(db.SupportEntriesOfEveryOrganization.Where(entry => entry.Until <= now), cancellationToken);
    }

    private async Task<int> EndAllAsync(IQueryable<SupportEntry> entries, CancellationToken cancellationToken)
    {
        var open = await entries.AsNoTracking()
            .Where(entry => entry.EndedAt == null)
            .Select(entry => new { entry.OrganizationId, entry.Id })
            .ToListAsync(cancellationToken);
        foreach (var entry in open)
        {
            await EndAsync(entry.OrganizationId, entry.Id, cancellationToken);
        }

        return open.Count;
    }
}
