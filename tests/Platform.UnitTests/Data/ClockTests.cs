using Platform.Kernel.Data;

namespace Platform.UnitTests.Data;

public class ClockTests
{
    [Theory]
    [InlineData("2030-01-01T12:00:00.1234567Z", "2030-01-01T12:00:00.1230000Z")]
    [InlineData("2030-01-01T12:00:00.9999999Z", "2030-01-01T12:00:00.9990000Z")]
    [InlineData("2030-01-01T12:00:00.1230000Z", "2030-01-01T12:00:00.1230000Z")]
    [InlineData("2030-01-01T14:00:00.0009999+02:00", "2030-01-01T12:00:00.0000000Z")]
    public void Now_is_utc_and_cut_to_milliseconds(string clock, string stored)
    {
        var now = new FixedClock(DateTimeOffset.Parse(clock, null)).UtcNow();
        now.ToString("O").ShouldBe(stored);
        now.ToMilliseconds().ShouldBe(now);
    }
}
