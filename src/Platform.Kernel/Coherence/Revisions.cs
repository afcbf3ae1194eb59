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

    /// <summary>Keeps a receipt so that a repeated call can give it again.</summary>
    public static void Keep(PlatformDbContext db, Receipt receipt) =>
        db.Add(new RevisionReceipt(receipt.Revision, JsonSerializer.Serialize(receipt.Nodes, JsonSerializerOptions.Web)));

    /// <summary>The receipt kept for a revision; null where the host stopped before it could be written.</summary>
    public static async Task<Receipt?> FindAsync(PlatformDbContext db, long revision, CancellationToken cancellationToken)
    {
        var kept = await db.Set<RevisionReceipt>().AsNoTracking().SingleOrDefaultAsync(row => row.Revision == revision, cancellationToken);
        return kept is null
            ? null
            : new Receipt(revision, JsonSerializer.Deserialize<List<NodeAcknowledgement>>(kept.Nodes, JsonSerializerOptions.Web)!);
    }
}
