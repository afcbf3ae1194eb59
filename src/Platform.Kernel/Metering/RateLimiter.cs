namespace Platform.Kernel.Metering;

/// <summary>
/// The token bucket of one API token, as the generic cell rate algorithm keeps it: one number, the time at which the bucket
/// will be full again. The bucket holds a minute's requests and fills evenly. Lock-free, and exact on one node: two requests
/// never take the same place; of several nodes each gives out its share. A part of the token's meter, never to be copied.
/// </summary>
public struct RateLimiter
{
    /// <summary>The time that a limit speaks of.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Requests of the same moment read the clock a little apart; more than this is a clock that was set back.</summary>
    private static readonly long Apart = TimeSpan.TicksPerSecond;

    private long _fullAt;

    /// <summary>Takes a place where there is one.</summary>
    /// <param name="perMinute">The limit now; it may have changed since the last request.</param>
    /// <param name="now">The time of the request.</param>
    /// <param name="share">The part of the limit that is given out here.</param>
    /// <returns>What is left, whether or not there was a place.</returns>
    public RateLimitState Spend(int perMinute, DateTime now, double share = 1) => Read(perMinute, now.Ticks, share, spend: true);

    /// <summary>What is left, without taking a place.</summary>
    /// <inheritdoc cref="Spend"/>
    public RateLimitState Peek(int perMinute, DateTime now, double share = 1) => Read(perMinute, now.Ticks, share, spend: false);

    /// <summary>True where the bucket is full, so that a fresh one is as good.</summary>
    internal readonly bool IsFullAt(DateTime now) => _fullAt <= now.Ticks;

    private RateLimitState Read(int perMinute, long now, double share, bool spend)
    {
        // Rounded up to the clock's 100 ns, so that it is never more than the limit.
        var interval = (Window.Ticks + perMinute - 1) / perMinute;
        var whole = interval * perMinute;
        if (share < 1)
        {
            // Where the share comes to less than one request a minute, it is one in several.
            interval = (long)(interval / share);
            whole = Math.Max(whole, interval);
        }

        while (true)
        {
            var seen = Volatile.Read(ref _fullAt);
            if (seen - now > whole + Apart)
            {
                Interlocked.CompareExchange(ref _fullAt, now + whole, seen);
                continue;
            }

            var owed = Math.Max(0, seen - now);
            var next = owed + interval;
            if (next > whole)
            {
                return new RateLimitState(perMinute, 0, next - whole, spend);
            }

            if (!spend)
            {
                return RateLimitState.After(perMinute, interval, whole, owed);
            }

            if (Interlocked.CompareExchange(ref _fullAt, now + next, seen) == seen)
            {
                return RateLimitState.After(perMinute, interval, whole, next);
            }
        }
    }
}

/// <summary>How a token stands to its limit after a request.</summary>
/// <param name="Limit">Requests a minute.</param>
/// <param name="Remaining">Requests that could be made at once.</param>
/// <param name="ResetTicks">Until the whole quota is back; where nothing remains, until the next request can be made.</param>
/// <param name="IsOver">True where there was no place for this request.</param>
public readonly record struct RateLimitState(int Limit, int Remaining, long ResetTicks, bool IsOver)
{
    /// <summary>Whole seconds, rounded up: whoever waits as long is not too early.</summary>
    public int ResetSeconds => (int)((ResetTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);

    internal static RateLimitState After(int limit, long interval, long whole, long owed)
    {
        var remaining = (int)((whole - owed) / interval);
        return new RateLimitState(limit, remaining, remaining > 0 ? owed : owed + interval - whole, false);
    }
}
