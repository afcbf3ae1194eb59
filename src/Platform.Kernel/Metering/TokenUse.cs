using System.Collections.Concurrent;
using System.Net;
using Platform.Kernel.Data;

namespace Platform.Kernel.Metering;

/// <summary>
/// Counts the uses of one token in memory, until they are written in batches. It is there from a use to the next batch only:
/// most of the tokens in memory were not used in the last second.
/// </summary>
/// <param name="meter">The token's.</param>
/// <param name="queue">Where it waits to be written.</param>
/// <param name="countsCallers">True for a replaced token: who still uses it is to be seen.</param>
public sealed class TokenUse(TokenMeter meter, TokenUseQueue queue, bool countsCallers = false)
{
    /// <summary>Callers told apart between two writes; who comes after that many is only counted in all.</summary>
    private const int MostCallers = 100;

    private const int LongestAgent = 200;
    private readonly Dictionary<(IPAddress?, string), (long Count, DateTime LastAt)>? _callers = countsCallers ? [] : null;
    private long _count;
    private long _lastTicks;
    private int _queued;

    public Guid TokenId => meter.TokenId;

    public IPAddress? LastAddress { get; private set; }

    /// <summary>The <c>User-Agent</c> of the last use, at most 200 characters.</summary>
    public string? LastAgent { get; private set; }

    public DateTime LastAt => new(Volatile.Read(ref _lastTicks), DateTimeKind.Utc);

    /// <summary>Counts one use, and queues the token to be written where it is not queued yet.</summary>
    public void Record(DateTime now, IPAddress? address, string? agent = null)
    {
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _lastTicks, now.Ticks);
        (LastAddress, LastAgent) = (address, agent is { Length: > LongestAgent } ? agent.Cut(LongestAgent) : agent);
        if (_callers is not null)
        {
            CountCaller(new TokenCall(address, LastAgent ?? "", 1, now));
        }

        if (Volatile.Read(ref _queued) == 0 && Interlocked.Exchange(ref _queued, 1) == 0)
        {
            queue.Add(this);
        }
    }

    /// <summary>Takes the count in order to write it. The next use counts anew; one that comes in between queues this again.</summary>
    public long Take()
    {
        meter.Forget(this);
        Volatile.Write(ref _queued, 0);
        return Interlocked.Exchange(ref _count, 0);
    }

    /// <summary>Takes who called since the last time; nobody for a token that was never replaced.</summary>
    public IReadOnlyList<TokenCall> TakeCallers()
    {
        if (_callers is null)
        {
            return [];
        }

        lock (_callers)
        {
            var taken = _callers.Select(caller => new TokenCall(caller.Key.Item1, caller.Key.Item2, caller.Value.Count, caller.Value.LastAt)).ToList();
            _callers.Clear();
            return taken;
        }
    }

    /// <summary>Gives back what could not be written.</summary>
    public void Return(long count, IReadOnlyList<TokenCall>? callers = null)
    {
        Interlocked.Add(ref _count, count);
        foreach (var call in callers ?? [])
        {
            CountCaller(call);
        }

        if (Interlocked.Exchange(ref _queued, 1) == 0)
        {
            queue.Add(this);
        }
    }

    private void CountCaller(TokenCall call)
    {
        lock (_callers!)
        {
            var known = _callers.TryGetValue((call.Address, call.Agent), out var before);
            if (known || _callers.Count < MostCallers)
            {
                _callers[(call.Address, call.Agent)] = (before.Count + call.Count, before.LastAt > call.LastAt ? before.LastAt : call.LastAt);
            }
        }
    }
}

/// <summary>One caller of a replaced token: how often and when last.</summary>
/// <param name="Agent">The <c>User-Agent</c>; empty where none was sent.</param>
public sealed record TokenCall(IPAddress? Address, string Agent, long Count, DateTime LastAt);

/// <summary>The tokens with uses to be written, the oldest first.</summary>
public sealed class TokenUseQueue
{
    private readonly ConcurrentQueue<TokenUse> _waiting = new();

    public void Add(TokenUse use) => _waiting.Enqueue(use);

    public List<TokenUse> Take(int atMost)
    {
        var taken = new List<TokenUse>();
        while (taken.Count < atMost && _waiting.TryDequeue(out var use))
        {
            taken.Add(use);
        }

        return taken;
    }
}
