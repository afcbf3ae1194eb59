using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Platform.Notifications.Webhooks;

namespace Platform.UnitTests.Notifications;

public class TargetRulesTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void WhatIsNotOnTheInternetIsRefused(string address)
    {
        Rules().MayReach(IPAddress.Parse(address), plain: false).ShouldBeFalse();
        Rules("203.0.112.0/24").MayReach(IPAddress.Parse(address), plain: false).ShouldBeFalse();
        Rules("0.0.0.0/0,::/0").MayReach(IPAddress.Parse(address), plain: true).ShouldBeTrue();
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2600:1f18::1")]
    [InlineData("2a00:1450:4001::1")]
    public void WhatIsOnTheInternetIsReachedByHttpsAlone(string address)
    {
        Rules().MayReach(IPAddress.Parse(address), plain: false).ShouldBeTrue();
        Rules("10.0.0.0/8").MayReach(IPAddress.Parse(address), plain: true).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("10.1.0.1", false)]
    [InlineData("fd12::1", true)]
    [InlineData("fd13::1", false)]
    public void AnAllowedNetworkIsReachedEitherWay(string address, bool allowed)
    {
        var rules = Rules("10.0.0.0/16, fd12::/16");
        rules.MayReach(IPAddress.Parse(address), plain: true).ShouldBe(allowed);
        rules.MayReach(IPAddress.Parse(address), plain: false).ShouldBe(allowed);
    }

    [Fact]
    public void ANetworkThatIsNoneIsSaidAtStart() =>
        Should.Throw<OptionsValidationException>(() => Rules("10.0.0.0/8,here")).Message.ShouldContain("'here'");

    private static TargetRules Rules(string? allowed = null) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:AllowedNetworks"] = allowed }).Build());
}
