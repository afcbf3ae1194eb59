using System.Net;
using FsCheck.Fluent;
using Platform.Kernel.Authorization;

namespace Platform.UnitTests.Authorization;

public class AddressRangeTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:DB8:0:0::/32", "2001:db8::/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("::/0", "::/0")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7/32")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    [InlineData("::ffff:0.0.0.0/96", "0.0.0.0/0")]
    public void What_people_write_is_kept_in_one_form(string text, string canonical)
    {
        AddressRange.TryRead(text, out var read, out _).ShouldBeTrue();
        read.ShouldBe(canonical);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somewhere")]
    [InlineData("192.0.2")]
    [InlineData("1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/ 24")]
    [InlineData("192.0.2.0/")]
    [InlineData("2001:db8::/129")]
    [InlineData("::ffff:192.0.2.0/24")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("192.0.2.0/24/8")]
    public void Anything_else_is_refused(string? text) => AddressRange.TryRead(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void Bits_beyond_the_prefix_are_refused_with_both_ways_out()
    {
        AddressRange.TryRead("192.0.2.7/24", out _, out var problem).ShouldBeFalse();
        problem.ShouldContain("192.0.2.0/24");
        problem.ShouldContain("192.0.2.7 ");
    }

    [Fact]
    public void A_canonical_form_is_its_own_and_holds_its_first_address() =>
        Law.Holds(
            from six in Gen.Elements(true, false)
            from bytes in Gen.Choose(0, 255).ArrayOf(six ? 16 : 4)
            from length in Gen.Choose(0, six ? 128 : 32)
            select (Address: new IPAddress(bytes.Select(value => (byte)value).ToArray()), Length: length),
            range =>
            {
                var good = AddressRange.TryRead($"{range.Address}/{range.Length}", out var canonical, out _);
                return !good || (AddressRange.TryRead(canonical, out var again, out _) && again == canonical && AddressRange.IsWithin(canonical, [canonical]));
            });

    [Theory]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", false)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", true)]
    [InlineData("11.0.0.0/16", "10.0.0.0/8", false)]
    [InlineData("10.0.0.1/32", "::/0", false)]
    public void One_range_is_within_another_or_not(string inner, string outer, bool within)
    {
        AddressRange.IsWithin(inner, [outer]).ShouldBe(within);
        AddressRange.Meet(inner, outer).ShouldBe(within || AddressRange.IsWithin(outer, [inner]));
    }

    [Fact]
    public void A_list_has_an_end() =>
        AddressRange.WhatIsWrong("ranges", [.. Enumerable.Range(0, 101).Select(number => $"10.0.0.{number}")]).ShouldNotBeNull();
}
