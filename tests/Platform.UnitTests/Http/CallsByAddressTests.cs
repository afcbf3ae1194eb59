using System.Net;
using Platform.Kernel.Http;

namespace Platform.UnitTests.Http;

public class CallsByAddressTests
{
    private readonly Clock _clock = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Counts_an_address_with_all_that_its_owner_has(string counted, string asked, bool isOver)
    {
        var calls = new CallsByAddress(2, _clock);
        calls.Count(IPAddress.Parse(counted));
        calls.IsOver(IPAddress.Parse(asked)).ShouldBeFalse();
        calls.Count(IPAddress.Parse(counted));
        calls.IsOver(IPAddress.Parse(asked)).ShouldBe(isOver);
    }

    [Fact]
    public void Begins_anew_with_each_minute()
    {
        var (calls, address) = (new CallsByAddress(1, _clock), IPAddress.Loopback);
        calls.Count(address);
        calls.IsOver(address).ShouldBeTrue();
        _clock.Now += TimeSpan.FromMinutes(1);
        calls.IsOver(address).ShouldBeFalse();
        calls.Count(address);
        calls.IsOver(address).ShouldBeTrue();
    }

    [Fact]
    public void Forgets_the_addresses_of_earlier_minutes_to_make_room()
    {
        var calls = new CallsByAddress(1, _clock);
        for (var at = 0; at < 100_000; at++)
        {
            calls.Count(new IPAddress(at));
        }

        _clock.Now += TimeSpan.FromMinutes(1);
        calls.Count(IPAddress.Loopback);
        calls.Count(IPAddress.Broadcast);
        calls.IsOver(IPAddress.Loopback).ShouldBeTrue();
        calls.IsOver(IPAddress.Broadcast).ShouldBeTrue();
    }

    [Fact]
    public void Where_there_is_no_address_nothing_is_counted()
    {
        var calls = new CallsByAddress(1, _clock);
        calls.Count(null);
        calls.IsOver(null).ShouldBeFalse();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2031, 3, 1, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
