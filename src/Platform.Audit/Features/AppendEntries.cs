using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Audit.Features;

/// <summary>Appends what a command changed to the chains, inside its transaction.</summary>
internal sealed class AppendEntries(OrganizationScope scope, TimeProvider time) : IAuditLog
{
    public async Task AppendAsync(PlatformDbContext db, IReadOnlyList<AuditFact> facts, Caller caller, CancellationToken cancellationToken)
    {
        // In the order of the ids, so that two transactions that touch two chains never wait for each other.
        foreach (var chain in facts.GroupBy(fact => fact.OrganizationId).OrderBy(group => group.Key))
        {
            await AppendAsync(db, chain.Key, [.. chain], caller, cancellationToken);
        }
    }

    private async Task AppendAsync(PlatformDbContext db, Guid chain, List<AuditFact> facts, Caller caller, CancellationToken cancellationToken)
    {
        // The update comes first: it takes the lock under which the head is then read.
        var count = facts.Count;
        var locked = await db.AuditHeads
            .Where(head => head.Chain == chain)
            .ExecuteUpdateAsync(set => set.SetProperty(head => head.Sequence, head => head.Sequence + count), cancellationToken);
        if (locked == 0)
        {
            db.Add(new AuditHead(chain));
            await db.SaveChangesAsync(cancellationToken);
            await AppendAsync(db, chain, facts, caller, cancellationToken);
            return;
        }

        var head = await db.AuditHeads.AsNoTracking().SingleAsync(row => row.Chain == chain, cancellationToken);
        var (sequence, previous) = (head.Sequence - count, head.Hash);
        var entries = new List<AuditEntry>(count);
        foreach (var fact in facts)
        {
            var entry = Describe(fact, caller, ++sequence, previous);
            entry.Seal(chain);
            previous = entry.Hash;
            entries.Add(entry);
        }

        using (scope.Within(chain))
        {
            await db.BulkInsertAsync(entries, cancellationToken);
        }

        await db.AuditHeads
            .Where(row => row.Chain == chain)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Hash, previous), cancellationToken);
    }

    private AuditEntry Describe(AuditFact fact, Caller caller, long sequence, byte[] previous) => new()
    {
        Sequence = sequence,
        At = time.UtcNow(),
        ActorKind = caller.Actor.Kind,
        ActorId = caller.Actor.Id,
        ActorName = caller.Actor.Name,
        ActorTokenId = caller.Grant is { CredentialKind: CredentialKind.ApiToken } token ? token.CredentialId : null,
        Action = fact.Action,
        TargetKind = fact.TargetKind,
        TargetId = fact.TargetId,
        TargetName = fact.TargetName,
        Changes = fact.Changes.ToJsonString(),
        Address = caller.Address?.ToString(),
        UserAgent = caller.UserAgent,
        TraceId = caller.TraceId,
        PreviousHash = previous,
    };
}
