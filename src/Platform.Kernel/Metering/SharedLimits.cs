using System.Collections.Concurrent;
using Platform.Kernel.Data;

namespace Platform.Kernel.Metering;

/// <summary>The limits of busy tokens where other nodes are asked for them too: what share of each this node gives out.</summary>
public sealed class SharedLimits
{
    /// <summary>A token that nobody asked for here for so many turns is busy no more.</summary>
    private const int QuietTurns = 60;

    private readonly ConcurrentDictionary<Guid, SharedLimit> _limits = new();

    internal SharedLimit? Find(Guid tokenId) => _limits.GetValueOrDefault(tokenId);

    internal SharedLimit Share(Guid tokenId) => _limits.GetOrAdd(tokenId, static _ => new SharedLimit());

    /// <summary>What to tell the other nodes: how often this one was asked since the last time. One thread does it, once a second.</summary>
    internal IReadOnlyList<LimitDemand> Note(Guid nodeId, TimeSpan elapsed, DateTime now)
    {
        var rows = new List<LimitDemand>();
        foreach (var (tokenId, limit) in _limits)
        {
            if (limit.Note(elapsed) is { } asked)
            {
                rows.Add(new LimitDemand { TokenId = tokenId, NodeId = nodeId, Asked = asked, Milliseconds = (long)elapsed.TotalMilliseconds, SeenAt = now });
            }

            if (limit.Quiet >= QuietTurns)
            {
                _limits.TryRemove(tokenId, out _);
            }
        }

        return rows;
    }

    /// <summary>Takes in how often the other nodes were asked for some tokens.</summary>
    internal void Balance(IReadOnlyCollection<Guid> tokens, IEnumerable<LimitDemand> others)
    {
        var rows = others.ToLookup(row => row.TokenId);
        foreach (var tokenId in tokens)
        {
            Find(tokenId)?.Balance(rows[tokenId]);
        }
    }
}

/// <summary>
/// How often one node was asked for one token, since both began to be counted: sums, so that no two nodes' clocks need agree.
/// </summary>
public sealed class LimitDemand : IInstanceWide, INoGrantEffect
{
    public Guid TokenId { get; init; }

    public Guid NodeId { get; init; }

    /// <summary>Requests, let through or not.</summary>
    public long Asked { get; init; }

    /// <summary>The time in which they came, by that node's clock.</summary>
    public long Milliseconds { get; init; }

    /// <summary>When it was last told: what is old is deleted.</summary>
    public DateTime SeenAt { get; init; }
}

/// <summary>One busy token's limit on this node. Any request asks; one thread notes and balances.</summary>
internal sealed class SharedLimit
{
    /// <summary>A node that has told nothing new for so many turns is asked no longer, or gone.</summary>
    private const int SilentTurns = 3;

    private readonly Dictionary<Guid, Other> _others = [];
    private readonly Rate _own = new();
    private int _asked;
    private int _perMinute;
    private bool _isNoted;
    private double _share = 1;

    /// <summary>Turns since somebody asked.</summary>
    public int Quiet { get; private set; }

    /// <summary>The part of the limit that this node gives out.</summary>
    public double Share => Volatile.Read(ref _share);

    /// <summary>Counts a request.</summary>
    /// <param name="perMinute">The limit now; it may have changed since the last request.</param>
    public void Ask(int perMinute)
    {
        _perMinute = perMinute;
        Interlocked.Increment(ref _asked);
    }

    /// <summary>Requests since the last turn; null at the first, which was shorter.</summary>
    public long? Note(TimeSpan elapsed)
    {
        var asked = Interlocked.Exchange(ref _asked, 0);
        Quiet = asked == 0 ? Quiet + 1 : 0;
        if (!_isNoted)
        {
            _isNoted = true;
            return null;
        }

        _own.Add(asked, elapsed.TotalMilliseconds);
        return asked;
    }

    /// <summary>
    /// Each node gives out what corresponds to its part of the demand, and of what nobody asks for, all: a node at which
    /// requests begin to come must not turn them away while there is room.
    /// </summary>
    public void Balance(IEnumerable<LimitDemand> rows)
    {
        foreach (var other in _others.Values)
        {
            other.Silent++;
        }

        foreach (var row in rows)
        {
            if (!_others.TryGetValue(row.NodeId, out var other))
            {
                _others[row.NodeId] = other = new Other();
            }

            other.Read(row);
        }

        var all = _own.PerMinute + _others.Values.Where(other => other.Silent < SilentTurns).Sum(other => other.Rate.PerMinute);
        if (_own.PerMinute > 0 && _perMinute > 0)
        {
            var used = Math.Min(1, all / _perMinute);
            Volatile.Write(ref _share, (used * _own.PerMinute / all) + (1 - used));
        }
    }

    private sealed class Other
    {
        private (long Asked, long Milliseconds) _read;

        public Rate Rate { get; } = new();

        public int Silent { get; set; }

        public void Read(LimitDemand row)
        {
            // Less than before: the row was deleted meanwhile, and began anew.
            var before = row.Milliseconds < _read.Milliseconds ? default : _read;
            if (row.Milliseconds > before.Milliseconds)
            {
                Silent = 0;
                Rate.Add(row.Asked - before.Asked, row.Milliseconds - before.Milliseconds);
                _read = (row.Asked, row.Milliseconds);
            }
        }
    }

    private sealed class Rate
    {
        private const double Newest = 0.4;
        private bool _isKnown;

        public double PerMinute { get; private set; }

        /// <summary>Most of it is what was before: requests come unevenly.</summary>
        public void Add(long count, double milliseconds)
        {
            var now = count * TimeSpan.MillisecondsPerMinute / milliseconds;
            PerMinute = _isKnown ? PerMinute + (Newest * (now - PerMinute)) : now;
            _isKnown = true;
        }
    }
}
