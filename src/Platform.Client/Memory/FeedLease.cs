namespace Platform.Client.Memory;

/// <summary>
/// Whether this process may answer from memory just now: for 1 s from when a heartbeat was sent at the earliest, as long as
/// both clocks of the machine say that no more than that has passed. A suspended machine stops one, somebody may set the other.
/// </summary>
internal sealed class FeedLease(TimeProvider machine)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / machine.TimestampFrequency;
    private Start? _start;

    /// <summary>The monotonic clock, in units of 100 ns.</summary>
    public long Now => (long)(machine.GetTimestamp() * _ticksPerStamp);

    /// <param name="now">Read from <see cref="Now"/> when the request began.</param>
    public bool IsHeldAt(long now) => Volatile.Read(ref _start) is { } start
        && (ulong)(now - start.Monotonic) < (ulong)Length.Ticks
        && (ulong)(machine.GetUtcNow().UtcTicks - start.Utc) < (ulong)Length.Ticks;

    /// <summary>A heartbeat was read that was sent at <paramref name="sentAt"/> or later.</summary>
    public void Renew(long sentAt)
    {
        var (now, utc) = (Now, machine.GetUtcNow().UtcTicks);
        sentAt = Math.Min(sentAt, now);
        Volatile.Write(ref _start, new Start(sentAt, utc - (now - sentAt)));
    }

    public void GiveUp() => Volatile.Write(ref _start, null);

    private sealed record Start(long Monotonic, long Utc);
}
