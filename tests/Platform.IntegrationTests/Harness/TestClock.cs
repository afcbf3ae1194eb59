namespace Platform.IntegrationTests.Harness;

/// <summary>
/// The time of day stands still until it is told to go on; timers run in real time. FakeTimeProvider would fire each timer once
/// for every second of the year that a test skips.
/// </summary>
public sealed class TestClock(DateTimeOffset beginning) : TimeProvider
{
    private long _ticks = beginning.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>To exactly this moment.</summary>
    public void AdvanceTo(DateTime moment) => Interlocked.Exchange(ref _ticks, moment.Ticks);
}
