using System.Net;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Coherence;

public class GrantTests
{
    private static readonly GrantOrganization Springfield = new(Guid.Parse("0198f3a2-4b5c-7d6e-8f90-a1b2c3d4e5f6"), "springfield", "Springfield Fire");

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.255.255.255", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("::ffff:11.1.2.3", false)]
    [InlineData("192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("::10.1.2.3", false)]
    public void An_address_is_admitted_where_a_network_holds_it(string address, bool admitted) =>
        With("10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32").Admits(IPAddress.Parse(address)).ShouldBe(admitted);

    [Theory]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "::ffff:203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "203.0.113.9", false)]
    [InlineData("::/0", "::ffff:203.0.113.9", false)]
    public void Everything_of_one_family_is_nothing_of_the_other(string network, string address, bool admitted) =>
        With(network).Admits(IPAddress.Parse(address)).ShouldBe(admitted);

    [Fact]
    public void No_list_admits_all_and_an_empty_one_or_no_address_nobody()
    {
        Grants.Make().Admits(IPAddress.Loopback).ShouldBeTrue();
        Grants.Make().Admits(null).ShouldBeTrue();
        With("0.0.0.0/0", "::/0").Admits(null).ShouldBeFalse();
        With().Admits(IPAddress.Loopback).ShouldBeFalse();
    }

    [Theory]
    [InlineData("springfield", true)]
    [InlineData("SpringField", true)]
    [InlineData("0198f3a2-4b5c-7d6e-8f90-a1b2c3d4e5f6", true)]
    [InlineData("0198F3A2-4B5C-7D6E-8F90-A1B2C3D4E5F6", true)]
    [InlineData("0198f3a24b5c7d6e8f90a1b2c3d4e5f6", true)]
    [InlineData("0198f3a2-4b5c-7d6e-8f90-a1b2c3d4e5f7", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    [InlineData("Springfield Fire", false)]
    [InlineData("spring", false)]
    [InlineData("springfield2", false)]
    [InlineData("", false)]
    [InlineData("springﬁeld", false)]
    public void An_organization_is_named_by_its_id_or_its_slug(string header, bool named) => Springfield.IsNamed(header).ShouldBe(named);

    [Theory]
    [InlineData("shelbyville", true)]
    [InlineData("ShelbyVille", true)]
    [InlineData("capital-city", false)]
    [InlineData("springfield", false)]
    [InlineData("", false)]
    public void A_former_slug_names_it_until_its_end(string header, bool named)
    {
        var end = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        var renamed = Springfield with { FormerSlugs = [new FormerSlug("shelbyville", end.AddDays(-30), end), new FormerSlug("capital-city", end.AddDays(-40), end.AddDays(-10))] };
        (renamed.FormerlyNamed(header, end.AddTicks(-1)) is not null).ShouldBe(named);
        renamed.FormerlyNamed(header, end).ShouldBeNull();
        Springfield.FormerlyNamed(header, end.AddDays(-1)).ShouldBeNull();
        renamed.Equals(Springfield).ShouldBeFalse();
        renamed.Equals(Springfield with { FormerSlugs = [.. renamed.FormerSlugs!] }).ShouldBeTrue();
    }

    [Fact]
    public void It_has_expired_at_its_very_end()
    {
        var end = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        var grant = Make(null, end);
        grant.IsExpiredAt(end.AddTicks(-1)).ShouldBeFalse();
        grant.IsExpiredAt(end).ShouldBeTrue();
        Grants.Make().IsExpiredAt(DateTime.MaxValue.AddTicks(-1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.2.3", false)]
    [InlineData("11.1.2.3", false)]
    public void The_token_s_addresses_and_the_organization_s_must_both_admit(string address, bool admitted)
    {
        Grant In(CredentialKind kind, params string[] networks) => new()
        {
            CredentialKind = kind,
            CredentialId = default,
            Subject = new GrantSubject(SubjectKind.Person, default, ""),
            Permissions = ScopeSet.None,
            Organization = Springfield with { Addresses = [IPNetwork.Parse("10.0.0.0/8")] },
            AllowedAddresses = networks.Length == 0 ? null : [.. networks.Select(cidr => IPNetwork.Parse(cidr))],
        };
        In(CredentialKind.ApiToken, "10.1.0.0/16", "11.0.0.0/8").Admits(IPAddress.Parse(address)).ShouldBe(admitted);
        In(CredentialKind.ApiToken).Admits(IPAddress.Parse(address)).ShouldBe(address.StartsWith("10."));
        In(CredentialKind.AccessToken).Admits(IPAddress.Parse(address)).ShouldBeTrue("a signed-in person is bound to no address");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pts_4fG2…9aKx")]
    [InlineData("acmes_4fG2…9aKx")]
    [InlineData("acme16characterss_4fG2…9aKx")]
    [InlineData("eyJ0eXA…9-_x")]
    [InlineData("\u0001\u0002")]
    [InlineData("naïve…1234")]
    public void What_is_shown_of_a_secret_is_kept_as_it_is(string? display) => new Grant
    {
        CredentialKind = CredentialKind.ApiToken,
        CredentialId = default,
        Subject = new GrantSubject(SubjectKind.Person, default, ""),
        Permissions = ScopeSet.None,
        Display = display,
    }.Display.ShouldBe(display);

    private static Grant With(params string[] networks) => Make([.. networks.Select(cidr => IPNetwork.Parse(cidr))], null);

    private static Grant Make(IReadOnlyList<IPNetwork>? addresses, DateTime? end) => new()
    {
        CredentialKind = CredentialKind.ApiToken,
        CredentialId = default,
        Subject = new GrantSubject(SubjectKind.Person, default, ""),
        Permissions = ScopeSet.None,
        AllowedAddresses = addresses,
        ExpiresAt = end,
    };
}
