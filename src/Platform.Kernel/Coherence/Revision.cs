using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// The one row whose update is the last statement of every transaction that can turn a yes into a no: commit order is
/// revision order.
/// </summary>
public sealed class RevisionHead : IInstanceWide, INoGrantEffect
{
    /// <summary>There is one row, and this is its key.</summary>
    public const int Only = 1;

    public int Id { get; private init; } = Only;

    /// <summary>The revision of the last committed change.</summary>
    public long Value { get; private init; }
}

/// <summary>What one revision drops from the caches: a row of the feed that every node applies in order.</summary>
public sealed class Change : IInstanceWide, INoGrantEffect
{
    private Change()
    {
    }

    public long Revision { get; private init; }

    /// <summary>Counts the drops of one revision from 0.</summary>
    public int Part { get; private init; }

    public DropKind Kind { get; private init; }

    public Guid Key { get; private init; }

    public DateTime At { get; private init; }

    public Drop ToDrop() => new(Kind, Key);
}

/// <summary>
/// The receipt of what ended something: which nodes had acknowledged it when its call answered. Kept, so that a repeated call
/// gives the first one.
/// </summary>
public sealed class RevisionReceipt : IInstanceWide, INoGrantEffect
{
    private RevisionReceipt()
    {
    }

    public RevisionReceipt(Guid targetId, long revision, string nodes) => (TargetId, Revision, Nodes) = (targetId, revision, nodes);

    /// <summary>What was ended.</summary>
    public Guid TargetId { get; private init; }

    public long Revision { get; private init; }

    /// <summary>The acknowledgements as JSON.</summary>
    public string Nodes { get; private init; } = "[]";
}

/// <summary>How one node answered a revision.</summary>
/// <param name="Id">The node: one running host process.</param>
/// <param name="State"><c>acknowledged</c>, or <c>fenced</c> where it did not and was shut out instead.</param>
/// <param name="Milliseconds">From commit to acknowledgement, as the node that made the change saw it.</param>
public sealed record NodeAcknowledgement(Guid Id, string State, double Milliseconds)
{
    public const string Acknowledged = "acknowledged";
    public const string Fenced = "fenced";
}

/// <summary>A revision and the nodes that have it.</summary>
public sealed record Receipt(long Revision, IReadOnlyList<NodeAcknowledgement> Nodes);
