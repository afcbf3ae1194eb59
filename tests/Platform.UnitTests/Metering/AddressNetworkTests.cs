using System.Net;
using Platform.Kernel.Metering;

namespace Platform.UnitTests.Metering;

public class AddressNetworkTests
{
    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("0.0.0.255", "0.0.0.0/24")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1::/48")]
    [InlineData("fe80::1%7", "fe80::/48")]
    [InlineData("::1", "::/48")]
    public void An_address_is_in_its_24_or_its_48(string address, string network) =>
        AddressNetwork.Of(IPAddress.Parse(address)).ToString().ShouldBe(network);

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.254", true)]
    [InlineData("203.0.113.1", "203.0.114.1", false)]
    [InlineData("2001:db8:1::1", "2001:db8:1:ffff::1", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    [InlineData("::", "0.0.0.0", false)]
    public void Addresses_are_of_one_network_or_not(string one, string other, bool same) =>
        (AddressNetwork.Of(IPAddress.Parse(one)) == AddressNetwork.Of(IPAddress.Parse(other))).ShouldBe(same);
}
