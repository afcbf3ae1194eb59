using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Coherence;

/// <summary>What the nodes share, each statement of it at once or not at all.</summary>
internal sealed class LeaseModelDatabase(BrokenRule broken)
{
    public const int Keys = 2;

    private readonly List<FeedRow> _feed = [];
    private readonly Dictionary<Guid, (long Renewal, long Applied, bool Fenced)> _nodes = [];

    /// <summary>What each row of the feed drops.</summary>
    public Guid[] Subjects { get; } = [.. Enumerable.Range(0, Keys).Select(_ => Guid.CreateVersion7())];

    /// <summary>How often each key was revoked: what a load reads.</summary>
    public long[] Versions { get; } = new long[Keys];

    public long Head { get; private set; }

    public IReadOnlyList<NodeRow> Nodes => [.. _nodes.Select(node => new NodeRow(node.Key, node.Value.Renewal, node.Value.Applied, node.Value.Fenced))];

    public void Revoke(int key)
    {
        Versions[key]++;
        Head++;
        _feed.Add(new FeedRow(Head, new Drop(DropKind.Subject, Subjects[key])));
    }

    public void Execute(Registration registration) => _nodes[registration.Id] = (
        registration.Renewal, broken == BrokenRule.RegistersAtTheHeadOfThatMoment ? Head : registration.Applied, false);

    public PollAnswer Execute(Poll poll)
    {
        var renewed = _nodes.TryGetValue(poll.Id, out var node) && !node.Fenced;
        if (renewed)
        {
            _nodes[poll.Id] = (poll.Renewal, poll.Applied, false);
        }

        return new PollAnswer(renewed, Head, [.. _feed.Where(row => row.Revision > poll.Applied)]);
    }

    public void Execute(Fence fence)
    {
        if (_nodes.TryGetValue(fence.Id, out var node) && (node.Renewal == fence.Renewal || broken == BrokenRule.FencesWhoeverHasRenewed))
        {
            _nodes[fence.Id] = node with { Fenced = true };
        }
    }

    public void Delete(Guid node) => _nodes.Remove(node);

    public void PruneFeed(int pick) => _feed.RemoveRange(0, pick % (_feed.Count + 1));

    public void PruneNodes()
    {
        foreach (var (id, node) in _nodes.ToList())
        {
            if (node.Fenced || broken == BrokenRule.PrunesLivingNodes)
            {
                _nodes.Remove(id);
            }
        }
    }
}
