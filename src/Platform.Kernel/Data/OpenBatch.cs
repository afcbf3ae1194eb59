namespace Platform.Kernel.Data;

/// <summary>
/// A row that may be one of very many which must all come to be at once, or none. Such rows are written by many short
/// transactions, so that nobody waits for one long one, and a named query filter hides them from everybody for as long as
/// their <see cref="OpenBatch"/> is there: deleting that one row makes all of them visible. One thing landing is one entry in
/// the audit log, which whoever lands the batch writes.
/// </summary>
public interface IBatched
{
    /// <summary>The batch that the row came with; null where it was made by itself.</summary>
    Guid? BatchId { get; }
}

/// <summary>
/// A batch whose rows nobody sees yet. One that is left behind by a host that died is discarded with its rows by the hourly
/// job, or by the next batch of its organization.
/// </summary>
[OfOrganization(nameof(BelongsTo))]
[NotExported("Bookkeeping of an import under way, whose rows are nobody's yet")]
public sealed class OpenBatch : Entity, IInstanceWide, INoGrantEffect
{
    /// <summary>How long after its last rows a batch counts as left behind.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(2);

    private OpenBatch()
    {
    }

    /// <summary>Whose rows they are. An organization has one batch of a kind at a time.</summary>
    public Guid BelongsTo { get; private init; }

    public string Kind { get; private init; } = "";

    public DateTime WrittenAt { get; private set; }

    public static OpenBatch Begin(Guid organizationId, string kind, DateTime now) => new() { BelongsTo = organizationId, Kind = kind, WrittenAt = now };

    /// <summary>More of its rows were written: it is alive.</summary>
    public void Written(DateTime now) => WrittenAt = now;
}
