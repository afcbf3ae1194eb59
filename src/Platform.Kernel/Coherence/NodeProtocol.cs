namespace Platform.Kernel.Coherence;

/// <summary>
/// What one node knows and must do: registered or not, how far it has applied the feed, until when it may answer from memory.
/// It waits for nothing and reads no clock of its own, so that the same rules run here and in the model that tests them
/// (<c>docs/decisions/0016-the-lease-protocol.md</c> has the proof). One thread drives it; any thread may ask for the lease.
/// </summary>
/// <param name="id">The node: one running process.</param>
/// <param name="drop">Raises the epoch and forgets what rests on these, under the lock that fills take.</param>
/// <param name="log">Is told of it then, for those outside who remember.</param>
public class NodeProtocol(Guid id, Action<IReadOnlyCollection<Drop>> drop, DropLog? log = null)
{
    /// <summary>How long a poll lets the node answer from memory, counted from before it was sent.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    private static readonly Drop[] Everything = [new(DropKind.All, default)];
    private LeaseStart? _lease;
    private volatile bool _stopped;
    private long _renewal;

    public Guid Id { get; } = id;

    /// <summary>False until a registration is known to be committed, and again once the node was fenced or has lost its place.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>All changes up to this revision are applied here.</summary>
    public long Applied { get; private set; }

    /// <summary>True where a request that asks now may be answered from memory. It must ask before it looks there.</summary>
    public bool HasLease(ClockReading now) => Volatile.Read(ref _lease) is { } lease && IsInTime(now, lease.From);

    /// <summary>Joins, or joins anew, at the head that was read just before.</summary>
    public virtual Registration Register(long head) => new(Id, ++_renewal, head);

    /// <summary>
    /// The registration is committed: from here on the others wait for this node. What it remembers is older than that and
    /// may rest on changes that nobody told it of.
    /// </summary>
    public void Registered(Registration committed)
    {
        Forget();
        (IsRegistered, Applied) = (true, committed.Applied);
        log?.Restart(Applied);
    }

    /// <summary>A poll about to be sent: it renews, tells what was applied and asks what there is. Never with a number used before.</summary>
    public virtual Poll Begin(ClockReading now) => new(Id, now, ++_renewal, Applied);

    /// <summary>Takes in what a poll has found.</summary>
    /// <returns>What to do next.</returns>
    public PollOutcome Polled(Poll poll, PollAnswer answer)
    {
        if (!IsRenewed(answer) || !IsWhole(answer))
        {
            IsRegistered = false;
            Volatile.Write(ref _lease, null);
            return PollOutcome.Register;
        }

        var news = answer.Rows.Where(row => row.Revision > Applied && row.Revision <= answer.Head).ToList();
        if (news.Count > 0)
        {
            Apply([.. news.Select(row => row.Drop)]);
            log?.Append(news, answer.Head);
        }

        var told = Applied == answer.Head;
        Applied = answer.Head;
        Interlocked.Exchange(ref _lease, new LeaseStart(LeaseFrom(poll, answer)));
        if (_stopped)
        {
            // Another thread may have said so just now; the row is still there.
            Volatile.Write(ref _lease, null);
        }

        return told ? PollOutcome.Idle : PollOutcome.Acknowledge;
    }

    /// <summary>Nothing is answered from memory any more: the node leaves. From any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        Volatile.Write(ref _lease, null);
    }

    protected virtual bool IsInTime(ClockReading now, ClockReading from) => now.IsWithin(Lease, from);

    protected virtual void Forget() => drop(Everything);

    protected virtual void Apply(IReadOnlyCollection<Drop> news) => drop(news);

    /// <summary>No such row: others have shut the node out and wait for it no longer.</summary>
    protected virtual bool IsRenewed(PollAnswer answer) => answer.Renewed;

    /// <summary>
    /// Revisions are numbered without a gap: one that is missing was pruned before this node had it. A head behind what was
    /// applied is another history, such as a restored backup.
    /// </summary>
    protected virtual bool IsWhole(PollAnswer answer)
    {
        var (next, whole) = (Applied, answer.Head >= Applied);
        foreach (var row in answer.Rows.Where(row => row.Revision <= answer.Head))
        {
            whole &= row.Revision == next || row.Revision == next + 1;
            next = row.Revision;
        }

        return whole && next == answer.Head;
    }

    /// <summary>Whatever is committed after this moment, the poll may have missed.</summary>
    protected virtual ClockReading LeaseFrom(Poll poll, PollAnswer answer) => poll.Sent;

    private sealed record LeaseStart(ClockReading From);
}

/// <summary>A node's row as it joins. The numbers are the node's own, so that one that arrives late can't claim more than is true.</summary>
public sealed record Registration(Guid Id, long Renewal, long Applied);

/// <param name="Sent">Read before the poll was sent.</param>
/// <param name="Renewal">Greater than in all of the node's polls before.</param>
/// <param name="Applied">What the node acknowledges, and from where it asks on.</param>
public sealed record Poll(Guid Id, ClockReading Sent, long Renewal, long Applied);

/// <param name="Renewed">False where the node's row is fenced, or gone.</param>
/// <param name="Head">The last committed revision, read before the rows.</param>
/// <param name="Rows">What is dropped by the revisions after the applied one, in order; it may go beyond the head.</param>
public sealed record PollAnswer(bool Renewed, long Head, IReadOnlyList<FeedRow> Rows);

public readonly record struct FeedRow(long Revision, Drop Drop);

public enum PollOutcome
{
    /// <summary>Everything is applied and told: wait for the next change.</summary>
    Idle,

    /// <summary>Somebody waits for what was just applied: poll again at once.</summary>
    Acknowledge,

    /// <summary>The node has lost its place: join anew.</summary>
    Register,
}
