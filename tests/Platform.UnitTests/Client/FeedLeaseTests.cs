using Platform.Client.Memory;

namespace Platform.UnitTests.Client;

public class FeedLeaseTests
{
    private readonly Clocks _clocks = new();
    private readonly FeedLease _lease;

    public FeedLeaseTests() => _lease = new FeedLease(_clocks);

    [Fact]
    public void LastsASecondFromWhenTheHeartbeatWasSentAtTheEarliest()
    {
        IsHeld.ShouldBeFalse();
        var sentAt = _lease.Now;
        _clocks.Pass(TimeSpan.FromMilliseconds(300));
        _lease.Renew(sentAt);
        IsHeld.ShouldBeTrue();
        _clocks.Pass(TimeSpan.FromMilliseconds(699));
        IsHeld.ShouldBeTrue();
        _clocks.Pass(TimeSpan.FromMilliseconds(1));
        IsHeld.ShouldBeFalse();
        _lease.Renew(sentAt);
        IsHeld.ShouldBeFalse("a heartbeat that was held up for a second is worth nothing");
    }

    [Fact]
    public void OneClockAloneIsNotBelieved()
    {
        _lease.Renew(_lease.Now);
        _clocks.Suspend(TimeSpan.FromSeconds(2));
        IsHeld.ShouldBeFalse("the monotonic clock stood still");
        _lease.Renew(_lease.Now);
        _clocks.Pass(TimeSpan.FromSeconds(2));
        _clocks.Suspend(TimeSpan.FromSeconds(-2));
        IsHeld.ShouldBeFalse("the time of day was set back");
    }

    [Fact]
    public void NoHeartbeatComesFromTheFuture()
    {
        _lease.Renew(_lease.Now + TimeSpan.TicksPerHour);
        _clocks.Pass(FeedLease.Length);
        IsHeld.ShouldBeFalse();
    }

    [Fact]
    public void CanBeGivenUp()
    {
        _lease.Renew(_lease.Now);
        _lease.GiveUp();
        IsHeld.ShouldBeFalse();
    }

    private bool IsHeld => _lease.IsHeldAt(_lease.Now);

    private sealed class Clocks : TimeProvider
    {
        private long _monotonic = TimeSpan.TicksPerDay;
        private long _utc = new DateTime(2030, 1, 1).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _monotonic;

        public override DateTimeOffset GetUtcNow() => new(_utc, TimeSpan.Zero);

        public void Pass(TimeSpan span) => (_monotonic, _utc) = (_monotonic + span.Ticks, _utc + span.Ticks);

        public void Suspend(TimeSpan span) => _utc += span.Ticks;
    }
}
