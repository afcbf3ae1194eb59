using Platform.Notifications.Webhooks;

namespace Platform.UnitTests.Notifications;

public class RetryScheduleTests
{
    private static readonly DateTime Begun = new(2031, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 20)]
    [InlineData(3, 80)]
    [InlineData(4, 320)]
    [InlineData(7, 20_480)]
    [InlineData(8, 43_200)]
    [InlineData(9, 43_200)]
    [InlineData(1000, 43_200)]
    public void GrowsFourfoldUpToTwelveHours(int attempts, int seconds)
    {
        for (var i = 0; i < 100; i++)
        {
            (RetrySchedule.Next(attempts, Begun, Begun)!.Value - Begun).TotalSeconds.ShouldBeInRange(seconds, seconds * (1 + RetrySchedule.Jitter));
        }
    }

    [Fact]
    public void SpreadsWhatFailedTogether() =>
        Enumerable.Range(0, 100).Select(_ => RetrySchedule.Next(8, Begun, Begun)).Distinct().Count().ShouldBeGreaterThan(50);

    [Fact]
    public void EndsWithinThreeDaysAndNotBeforeTwo()
    {
        for (var i = 0; i < 100; i++)
        {
            var (last, attempts) = (Begun, 1);
            while (RetrySchedule.Next(attempts, Begun, last) is { } next)
            {
                next.ShouldBeGreaterThan(last);
                (last, attempts) = (next, attempts + 1);
            }

            (last - Begun).ShouldBeInRange(TimeSpan.FromDays(2), TimeSpan.FromDays(3));
            attempts.ShouldBeInRange(11, 14);
        }
    }
}
