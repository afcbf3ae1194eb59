namespace Platform.Kernel.Coherence;

/// <summary>
/// What this node has dropped lately, and up to which revision it has: for those outside who remember what it has told them.
/// Written once the node's own memory has forgotten, so that whoever reads the revision and asks the node then is told nothing
/// older than that.
/// </summary>
public sealed class DropLog
{
    /// <summary>Drops that are kept: who was away for more of them begins anew.</summary>
    public const int Kept = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<FeedRow> _rows = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _revision;
    private long _begin;
    private long _last;
    private long _written;

    /// <summary>All changes up to this revision are applied here.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>Ends when something is written after this was asked for.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Writes what was dropped, in the order of the commits.</summary>
    /// <param name="rows">At least one drop of each revision.</param>
    /// <param name="revision">The last one that is known to be committed.</param>
    public void Append(IReadOnlyCollection<FeedRow> rows, long revision)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                if (row.Revision > _last + 1)
                {
                    // Revisions have no gaps: what lies between was never here.
                    Forget(row.Revision - 1);
                }

                _rows.Enqueue(row);
                (_last, _written) = (Math.Max(_last, row.Revision), _written + 1);
                if (_rows.Count > Kept)
                {
                    _begin = _rows.Dequeue().Revision;
                }
            }

            Interlocked.Exchange(ref _revision, Math.Max(_revision, revision));
        }

        Signal();
    }

    /// <summary>The node begins at this revision and knows of nothing before it.</summary>
    public void Restart(long revision)
    {
        lock (_gate)
        {
            Forget(revision);
            Interlocked.Exchange(ref _revision, revision);
        }

        Signal();
    }

    /// <summary>Where to read on for whoever has all drops up to a revision; null where some after it are not here.</summary>
    public long? After(long revision)
    {
        lock (_gate)
        {
            return revision < _begin || revision > _revision ? null : _written - _rows.Count(row => row.Revision > revision);
        }
    }

    /// <summary>What was written from a position on; null where some of it is not here any more.</summary>
    public DropNews? ReadFrom(long position)
    {
        lock (_gate)
        {
            var news = _written - position;
            return news > _rows.Count ? null : new DropNews([.. _rows.Skip(_rows.Count - (int)news)], _revision, _written);
        }
    }

    /// <summary>The end, for whoever begins.</summary>
    public DropNews ReadEnd()
    {
        lock (_gate)
        {
            return new DropNews([], _revision, _written);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).SetResult();

    /// <summary>Whoever reads on finds that something is missing.</summary>
    private void Forget(long revision)
    {
        _rows.Clear();
        (_begin, _last, _written) = (revision, revision, _written + 1);
    }
}

/// <param name="Rows">What was dropped.</param>
/// <param name="Revision">Up to this revision all of it is there.</param>
/// <param name="Position">Where to read on.</param>
public sealed record DropNews(IReadOnlyList<FeedRow> Rows, long Revision, long Position);
