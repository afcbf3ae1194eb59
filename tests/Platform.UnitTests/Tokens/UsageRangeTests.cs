using System.Globalization;
using Platform.Tokens.Domain;
using Platform.Tokens.Usage;

namespace Platform.UnitTests.Tokens;

public class UsageRangeTests
{
    private static readonly DateTime Now = Time("2031-03-20T09:30:00Z");

    [Theory]
    [InlineData(null, null, null, "2031-02-19T00:00:00Z", "2031-03-21T00:00:00Z")]
    [InlineData(null, null, "hour", "2031-03-19T10:00:00Z", "2031-03-20T10:00:00Z")]
    [InlineData("2031-03-18", "2031-03-19", "day", "2031-03-18T00:00:00Z", "2031-03-19T00:00:00Z")]
    [InlineData("2031-03-18T07:15:00Z", "2031-03-18T09:01:00Z", "hour", "2031-03-18T07:00:00Z", "2031-03-18T10:00:00Z")]
    [InlineData("2031-03-18T01:30:00+02:00", "2031-03-18T02:00:00 02:00", "day", "2031-03-17T00:00:00Z", "2031-03-18T00:00:00Z")]
    [InlineData("2031-03-20", "2040-01-01", "hour", "2031-03-20T00:00:00Z", "2031-03-20T10:00:00Z")]
    [InlineData("2031-03-06T09:00:00Z", null, "hour", "2031-03-06T09:00:00Z", "2031-03-20T10:00:00Z")]
    [InlineData("2030-02-20", null, "day", "2030-02-20T00:00:00Z", "2031-03-21T00:00:00Z")]
    [InlineData(null, "2031-03-06T12:00:00Z", "hour", "2031-03-06T09:00:00Z", "2031-03-06T12:00:00Z")]
    public void A_range_is_widened_to_whole_hours_or_days(string? from, string? to, string? by, string begin, string end)
    {
        var range = UsageRange.Read(new UsageFilters(from, to, by), Now);
        range.Error.ShouldBeNull();
        range.Value.ShouldBe(new UsageRange(Time(begin), Time(end), by == "hour" ? UsageGrain.Hour : UsageGrain.Day));
    }

    [Theory]
    [InlineData("yesterday", null, null, "from")]
    [InlineData("2031-03-18T25:00:00Z", null, null, "from")]
    [InlineData("0001-01-01", null, null, "from")]
    [InlineData("9999-12-31", null, null, "from")]
    [InlineData(null, "18.3.2031", null, "to")]
    [InlineData(null, null, "minute", "by")]
    [InlineData("2031-03-19", "2031-03-18", "day", "from")]
    [InlineData("2031-03-19", "2031-03-19", "day", "from")]
    [InlineData("2031-03-21", null, "day", "from")]
    [InlineData("2031-03-06T08:59:59Z", null, "hour", "from")]
    [InlineData("2030-02-19T23:00:00Z", null, "day", "from")]
    [InlineData(null, "2030-02-19", "day", "to")]
    [InlineData(null, "2031-03-06T09:00:00Z", "hour", "to")]
    public void What_is_no_range_or_is_not_kept_is_refused(string? from, string? to, string? by, string field) =>
        UsageRange.Read(new UsageFilters(from, to, by), Now).Error!.Fields!.Keys.ShouldBe([field]);

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
