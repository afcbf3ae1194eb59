using System.Net;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Http;

public class AttemptLimitsTests
{
    private static readonly Limit Twice = new("twice", 2, 60, "Too often.");
    private static readonly Limit Hourly = new("hourly", 1, 3600, "Too often in an hour.");

    private readonly Clock _clock = new();
    private readonly DefaultHttpContext _http = new();
    private readonly AttemptLimits _limits;

    public AttemptLimitsTests() => _limits = new AttemptLimits(_clock);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Counts_an_address_with_all_that_its_owner_has(string counted, string asked, bool isOver)
    {
        _limits.Record(Twice, IPAddress.Parse(counted));
        IsOver(Twice, IPAddress.Parse(asked)).ShouldBeFalse();
        _limits.Record(Twice, IPAddress.Parse(counted));
        IsOver(Twice, IPAddress.Parse(asked)).ShouldBe(isOver);
    }

    [Fact]
    public void Begins_anew_with_each_window_and_says_how_long_to_wait()
    {
        _clock.Now += TimeSpan.FromMinutes(20);
        _limits.Take(_http, Hourly, "somebody").ShouldBeNull();
        var over = _limits.Take(_http, Hourly, "somebody").ShouldNotBeNull();
        (over.Code, over.Detail, _http.Response.Headers.RetryAfter.ToString()).ShouldBe((ErrorCodes.RateLimited, "Too often in an hour.", "2400"));
        _clock.Now += TimeSpan.FromMinutes(40);
        _limits.Take(_http, Hourly, "somebody").ShouldBeNull();
        IsOver(Hourly, "somebody").ShouldBeTrue();
    }

    [Fact]
    public void Counts_each_limit_and_each_key_by_itself()
    {
        _limits.Record(Hourly, "somebody");
        IsOver(Twice with { Allowed = 1 }, "somebody").ShouldBeFalse();
        IsOver(Hourly, "somebody else").ShouldBeFalse();
        IsOver(Hourly, "somebody").ShouldBeTrue();
    }

    [Fact]
    public void Forgets_what_has_ended_to_make_room()
    {
        _limits.Record(Hourly, "somebody");
        for (var at = 0; at < 299_999; at++)
        {
            _limits.Record(Twice, new IPAddress(at));
        }

        _clock.Now += TimeSpan.FromMinutes(1);
        _limits.Record(Twice, IPAddress.Loopback);
        IsOver(Hourly, "somebody").ShouldBeTrue();
    }

    [Fact]
    public void Where_there_is_no_key_nothing_is_counted()
    {
        _limits.Record(Hourly, null);
        IsOver(Hourly, null).ShouldBeFalse();
    }

    private bool IsOver(Limit limit, object? key) => _limits.Check(_http, limit, key) is not null;

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2031, 3, 1, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
