using System.Collections.Concurrent;
using System.Net;

namespace Platform.Kernel.Coherence;

/// <summary>Counts the uses of one token in memory, until they are written in batches.</summary>
public sealed class TokenUse(Guid tokenId, TokenUseQueue queue)
{
    private long _count;
    private long _lastTicks;
    private int _queued;

    public Guid TokenId { get; } = tokenId;

    public IPAddress? LastAddress { get; private set; }

    public DateTime LastAt => new(Volatile.Read(ref _lastTicks), DateTimeKind.Utc);

    /// <summary>Counts one use, and queues the token to be written where it is not queued yet.</summary>
    public void Record(DateTime now, IPAddress? address)
    {
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _lastTicks, now.Ticks);
        LastAddress = address;
        if (Volatile.Read(ref _queued) == 0 && Interlocked.Exchange(ref _queued, 1) == 0)
        {
            queue.Add(this);
        }
    }

    /// <summary>Takes the count in order to write it; the next use queues the token anew.</summary>
    public long Take()
    {
        Volatile.Write(ref _queued, 0);
        return Interlocked.Exchange(ref _count, 0);
    }

    /// <summary>Gives back a count that could not be written.</summary>
    public void Return(long count)
    {
        Interlocked.Add(ref _count, count);
        if (Interlocked.Exchange(ref _queued, 1) == 0)
        {
            queue.Add(this);
        }
    }
}

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
