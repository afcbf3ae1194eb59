using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// Takes revisions inside transactions, and applies them after the commit. One node for now: applying is a method call; the
/// head, the feed's rows and the epochs are those that several nodes need.
/// </summary>
public sealed class Revisions(GrantCache cache, TimeProvider time)
{
    /// <summary>This process, as receipts name it.</summary>
    public Guid NodeId { get; } = Guid.CreateVersion7();

    /// <summary>
    /// Takes the next revision and writes what it drops. The head row stays locked until the commit, so this is the last
    /// thing that a transaction does.
    /// </summary>
    public async Task<long> TakeAsync(PlatformDbContext db, IReadOnlyCollection<Drop> drops, CancellationToken cancellationToken)
    {
        var heads = db.Set<RevisionHead>();
        await heads.ExecuteUpdateAsync(set => set.SetProperty(head => head.Value, head => head.Value + 1), cancellationToken);
        var revision = await heads.AsNoTracking().Select(head => head.Value).SingleAsync(cancellationToken);
        var now = time.UtcNow();
        db.AddRange(drops.Select((drop, part) => new Change(revision, part, drop, now)));
        await db.SaveChangesAsync(cancellationToken);
        return revision;
    }

    /// <summary>
    /// Makes a committed revision true everywhere. Nothing here can be cancelled: once committed, the change must be applied
    /// before the call answers, whether or not its client still waits.
    /// </summary>
    public Receipt Apply(long revision, IReadOnlyCollection<Drop> drops)
    {
        var began = time.GetTimestamp();
        cache.Apply(drops);
        var milliseconds = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3);
        return new Receipt(revision, [new NodeAcknowledgement(NodeId, "acknowledged", milliseconds)]);
    }

    /// <summary>The receipt of what a repeated call finds done already; it is as sure of it as the first call was.</summary>
    /// <param name="drop">What the first call dropped: done again, since that call may not have come so far yet.</param>
    public async Task<Receipt> RepeatAsync(PlatformDbContext db, Drop drop, CancellationToken cancellationToken)
    {
        var head = await db.Set<RevisionHead>().AsNoTracking().Select(row => row.Value).SingleAsync(cancellationToken);
        var applied = Apply(head, [drop]);
        var kept = await db.Set<RevisionReceipt>().AsNoTracking().SingleOrDefaultAsync(row => row.TargetId == drop.Key, cancellationToken);
        return kept is null
            ? applied
            : new Receipt(kept.Revision, JsonSerializer.Deserialize<List<NodeAcknowledgement>>(kept.Nodes, JsonSerializerOptions.Web)!);
    }
}
