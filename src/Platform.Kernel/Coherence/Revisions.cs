using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// Takes revisions inside transactions, and settles them after the commit: every node has them, and only then does the command
/// answer. On a database that one host owns, settling is a method call.
/// </summary>
public sealed class Revisions(GrantCache cache, DropLog log, DatabaseProvider provider, Acknowledgements acknowledgements, TimeProvider time)
{
    /// <summary>Of one command: SQL Server takes 2,100.</summary>
    private const int MostValues = 2000;

    private readonly Lock _gate = new();
    private readonly List<(long Revision, IReadOnlyCollection<Drop> Drops, bool IsKnown)> _committed = [];

    /// <summary>This process, where it is the only one that may have the database open.</summary>
    public Guid OnlyNode { get; } = Guid.CreateVersion7();

    /// <summary>
    /// Takes the next revision and writes what it drops, in as few round trips as there can be: the head row stays locked until
    /// the commit, so this is the last thing that a transaction does, and everybody else waits for it.
    /// </summary>
    public async Task<long> TakeAsync(PlatformDbContext db, IReadOnlyCollection<Drop> drops, CancellationToken cancellationToken)
    {
        var (sql, values, now) = (new StringBuilder("UPDATE kernel_revision SET value = value + 1; "), new List<object>(), time.UtcNow());
        foreach (var (part, drop) in drops.Index())
        {
            if (values.Count > MostValues)
            {
                await db.Database.ExecuteSqlRawAsync(sql.ToString(), values, cancellationToken);
                sql.Clear();
                values.Clear();
            }

            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO kernel_change (revision, part, kind, \"key\", at) SELECT value, {{{values.Count}}}, {{{values.Count + 1}}}, {{{values.Count + 2}}}, {{{values.Count + 3}}} FROM kernel_revision; ");
            values.AddRange([part, (int)drop.Kind, drop.Key, now]);
        }

        await db.Database.ExecuteSqlRawAsync(sql.Append(provider.WakeNodes).ToString(), values, cancellationToken);
        return await db.Set<RevisionHead>().AsNoTracking().Select(head => head.Value).SingleAsync(cancellationToken);
    }

    /// <summary>
    /// A transaction with these drops has ended, committed or not to be known. Called before the next one may begin, so that
    /// whoever sees its work done finds its drops here.
    /// </summary>
    /// <param name="revision">What it took; the next one's too, where it was not committed after all.</param>
    /// <param name="drops">What it drops.</param>
    /// <param name="isKnown">True where it was committed.</param>
    public void Ended(long revision, IReadOnlyCollection<Drop> drops, bool isKnown)
    {
        if (provider.SingleWriter)
        {
            lock (_gate)
            {
                _committed.Add((revision, drops, isKnown));
            }
        }
    }

    /// <summary>
    /// Makes a committed revision true everywhere. Nothing here can be cancelled: once committed, the change must have reached
    /// every node before the call answers, whether or not its client still waits.
    /// </summary>
    /// <exception cref="UnavailableException">It is not known whether all nodes have it.</exception>
    public async Task<Receipt> SettleAsync(long revision)
    {
        if (!provider.SingleWriter)
        {
            return await acknowledgements.WaitAsync(revision);
        }

        var began = time.GetTimestamp();
        ApplyCommitted();
        return new Receipt(revision, [new NodeAcknowledgement(OnlyNode, NodeAcknowledgement.Acknowledged, Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3))]);
    }

    /// <summary>The same for whatever was committed so far, by whomever: a command that found its work done answers for it too.</summary>
    /// <inheritdoc cref="SettleAsync(long)"/>
    public async Task SettleAsync()
    {
        if (provider.SingleWriter)
        {
            ApplyCommitted();
        }
        else
        {
            await acknowledgements.WaitAsync(revision: null);
        }
    }

    /// <summary>The first receipt of what a repeated call finds done already, if that call came so far; it settles whatever was done.</summary>
    /// <param name="targetId">What was ended.</param>
    public async Task<(Receipt Receipt, bool IsKept)> RepeatAsync(PlatformDbContext db, Guid targetId, CancellationToken cancellationToken)
    {
        var head = await db.Set<RevisionHead>().AsNoTracking().Select(row => row.Value).SingleAsync(cancellationToken);
        var settled = await SettleAsync(head);
        var kept = await db.Set<RevisionReceipt>().AsNoTracking().SingleOrDefaultAsync(row => row.TargetId == targetId, cancellationToken);
        return kept is null
            ? (settled, false)
            : (new Receipt(kept.Revision, JsonSerializer.Deserialize<List<NodeAcknowledgement>>(kept.Nodes, JsonSerializerOptions.Web)!), true);
    }

    /// <summary>In the order of the commits; whoever comes meanwhile waits until it is done.</summary>
    private void ApplyCommitted()
    {
        lock (_gate)
        {
            foreach (var (revision, drops, isKnown) in _committed)
            {
                cache.Apply(drops);
                log.Append([.. drops.Select(drop => new FeedRow(revision, drop))], isKnown ? revision : log.Revision);
            }

            _committed.Clear();
        }
    }
}
