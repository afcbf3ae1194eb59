namespace Platform.Kernel.Coherence;

/// <summary>
/// Both clocks of this machine at one moment, in units of 100 ns. A suspended machine may stop the monotonic one, somebody may
/// set the other: only where both agree is time known to have passed so little.
/// </summary>
public readonly record struct ClockReading(long Monotonic, long Utc)
{
    /// <summary>True where neither clock says that more than <paramref name="span"/> has passed since, or less than nothing.</summary>
    public bool IsWithin(TimeSpan span, ClockReading since) =>
        (ulong)(Monotonic - since.Monotonic) < (ulong)span.Ticks && (ulong)(Utc - since.Utc) < (ulong)span.Ticks;
}

/// <summary>The clocks by which leases run: the machine's own, whatever time it is in the business of the host.</summary>
public sealed class NodeClock(TimeProvider time)
{
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;

    public TimeSpan Monotonic => new((long)(time.GetTimestamp() * _ticksPerStamp));

    public ClockReading Read() => new((long)(time.GetTimestamp() * _ticksPerStamp), time.GetUtcNow().UtcTicks);
}
