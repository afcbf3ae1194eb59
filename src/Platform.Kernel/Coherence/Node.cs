using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// One running host process, as the others see it. Its own feed writes the row, past the change tracker; who waits for it may
/// fence it.
/// </summary>
public sealed class Node : IInstanceWide, INoGrantEffect
{
    public Guid Id { get; private init; }

    /// <summary>When it first came.</summary>
    public DateTime StartedAt { get; private init; }

    /// <summary>The number of its last poll.</summary>
    public long Renewal { get; private init; }

    /// <summary>All changes up to this revision are applied there.</summary>
    public long Applied { get; private init; }

    /// <summary>Since when nobody waits for it; null while it is one of those that are waited for.</summary>
    public DateTime? FencedAt { get; private init; }

    /// <summary>When it last polled, by its own clock: for people to read.</summary>
    public DateTime SeenAt { get; private init; }
}
