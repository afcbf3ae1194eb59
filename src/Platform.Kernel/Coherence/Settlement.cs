namespace Platform.Kernel.Coherence;

/// <summary>
/// What the node that made a change must see before it may answer: each node that was there has acknowledged it, or was shut
/// out at a moment at which it could answer nothing from memory. As <see cref="NodeProtocol"/>, it waits for nothing itself.
/// </summary>
/// <param name="revision">The change; null for everything that was committed before the first read.</param>
/// <param name="began">When the change was known to be committed, by the monotonic clock.</param>
public class Settlement(long? revision, TimeSpan began)
{
    /// <summary>
    /// A node that has not renewed for this long has no lease. The margin is for clocks that run at different speeds.
    /// </summary>
    public static readonly TimeSpan Patience = NodeProtocol.Lease + TimeSpan.FromMilliseconds(200);

    private Dictionary<Guid, Awaited>? _nodes;
    private long _revision;

    /// <summary>When what it waits for was committed, by the monotonic clock.</summary>
    public TimeSpan Began { get; } = began;

    public bool IsDone => _nodes is not null && _nodes.Values.All(node => node.State is not null);

    /// <summary>What was waited for, and how each node came to it.</summary>
    public Receipt Receipt => new(
        _revision,
        [.. _nodes!.Select(node => new NodeAcknowledgement(node.Key, node.Value.State!, Math.Round((node.Value.At - Began).TotalMilliseconds, 3)))]);

    /// <summary>Takes in how the nodes stand.</summary>
    /// <returns>The nodes to be fenced now. Whether that has worked is what the next read shows.</returns>
    public IReadOnlyList<Fence> Read(NodesRead read)
    {
        if (!IsOfUse(read))
        {
            return [];
        }

        if (_nodes is null)
        {
            // Who is fenced has no lease, and who comes later caches nothing that is older than the change.
            _revision = revision ?? read.Head;
            _nodes = read.Nodes.Where(IsAwaited).ToDictionary(node => node.Id, node => new Awaited(node.Renewal, read.At));
        }

        var fences = new List<Fence>();
        foreach (var (id, awaited) in _nodes.Where(node => node.Value.State is null).ToList())
        {
            if (read.Nodes.FirstOrDefault(node => node.Id == id) is not { } row)
            {
                // It has left, after it stopped answering.
                _nodes.Remove(id);
            }
            else if (row.IsFenced || HasAcknowledged(row, _revision))
            {
                (awaited.State, awaited.At) = (row.IsFenced ? NodeAcknowledgement.Fenced : NodeAcknowledgement.Acknowledged, read.At);
            }
            else if (row.Renewal != awaited.Renewal)
            {
                // It lives: another patience, from this renewal on.
                (awaited.Renewal, awaited.Since) = (row.Renewal, read.At);
            }
            else if (MayFence(read.At - awaited.Since))
            {
                fences.Add(new Fence(id, awaited.Renewal));
            }
        }

        return fences;
    }

    /// <summary>
    /// A read that was sent before the commit may have missed a node that cached before it. Of two events at the same tick of
    /// the clock either may have been the first.
    /// </summary>
    protected virtual bool IsOfUse(NodesRead read) => read.Sent > Began;

    protected virtual bool IsAwaited(NodeRow node) => !node.IsFenced;

    protected virtual bool HasAcknowledged(NodeRow node, long wanted) => node.Applied >= wanted;

    protected virtual bool MayFence(TimeSpan unrenewed) => unrenewed >= Patience;

    private sealed class Awaited(long renewal, TimeSpan since)
    {
        public long Renewal { get; set; } = renewal;

        /// <summary>When that renewal was first seen, after its read was answered.</summary>
        public TimeSpan Since { get; set; } = since;

        public string? State { get; set; }

        public TimeSpan At { get; set; }
    }
}

/// <summary>How one node stands, as its row says.</summary>
public sealed record NodeRow(Guid Id, long Renewal, long Applied, bool IsFenced);

/// <param name="Sent">By the monotonic clock, before the database was asked.</param>
/// <param name="At">By the same clock, after it has answered.</param>
/// <param name="Head">The last committed revision.</param>
public sealed record NodesRead(TimeSpan Sent, TimeSpan At, long Head, IReadOnlyList<NodeRow> Nodes);

/// <summary>Shuts a node out, unless it has renewed since: then it may have a lease.</summary>
public readonly record struct Fence(Guid Id, long Renewal);
