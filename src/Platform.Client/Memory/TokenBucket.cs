using Platform.Client.Asking;

namespace Platform.Client.Memory;

/// <summary>
/// A token's limit within this process, filled evenly (GCRA): requests that are answered from memory take from it. What the
/// instance says of the token's own bucket, of which other processes take too, is taken over wherever it is less.
/// </summary>
internal sealed class TokenBucket
{
    private readonly long _window;
    private readonly long _interval;
    private long _fullAt;

    private TokenBucket(TokenLimit limit) =>
        (Limit, _window, _interval) = (limit.Limit, TimeSpan.FromSeconds(limit.WindowSeconds).Ticks, Math.Max(1, TimeSpan.FromSeconds(limit.WindowSeconds).Ticks / limit.Limit));

    private int Limit { get; }

    /// <summary>The bucket of a verdict: the one that was there, if the limit is still the same.</summary>
    public static TokenBucket? Of(TokenLimit limit, TokenBucket? before, long now)
    {
        if (limit.Limit <= 0)
        {
            return null;
        }

        var bucket = before?.Limit == limit.Limit ? before : new TokenBucket(limit);
        bucket.Fill(now + ((limit.Limit - limit.Remaining) * bucket._interval));
        return bucket;
    }

    /// <summary>Takes one request; or says after how many seconds there is another.</summary>
    public bool TryTake(long now, out int retryAfter)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + _interval;
            if (next - now > _window)
            {
                retryAfter = (int)Math.Ceiling(TimeSpan.FromTicks(next - now - _window).TotalSeconds);
                return false;
            }

            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
            {
                retryAfter = 0;
                return true;
            }
        }
    }

    /// <summary>No fuller than this.</summary>
    private void Fill(long fullAt)
    {
        for (var known = Volatile.Read(ref _fullAt); known < fullAt; known = Volatile.Read(ref _fullAt))
        {
            Interlocked.CompareExchange(ref _fullAt, fullAt, known);
        }
    }
}
