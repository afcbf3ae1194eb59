using Platform.Client;

namespace Platform.UnitTests.Client;

public class AskedScopeTests
{
    [Theory]
    [InlineData("tickets:read", "tickets:read", true)]
    [InlineData("tickets:read", "tickets:*", true)]
    [InlineData("tickets:read", "*:read", true)]
    [InlineData("tickets:read", "admin", true)]
    [InlineData("tickets:read", "tickets:write", false)]
    [InlineData("tickets:read", "assets:read", false)]
    [InlineData("tickets:read", "urn:platform:tickets:4711:read", false)]
    [InlineData("read", "tickets:read", true)]
    [InlineData("read", "assets:read", false)]
    [InlineData("urn:platform:tickets:*:read", "tickets:read", true)]
    [InlineData("urn:platform:tickets:4711:read", "urn:platform:tickets:4711:read", true)]
    [InlineData("urn:platform:tickets:4711:read", "urn:platform:tickets:4711:*", true)]
    [InlineData("urn:platform:tickets:4711:read", "urn:platform:tickets:4712:read", false)]
    [InlineData("urn:platform:tickets:4711:read", "tickets:read", true)]
    [InlineData("admin", "admin", true)]
    [InlineData("admin", "tickets:*", false)]
    public void IsHeldByItselfAndByWhatIsWider(string asked, string granted, bool allowed) =>
        new GrantedScopes(["people:read", granted]).Allow(AskedScope.Parse(asked, "tickets")).ShouldBe(allowed);

    [Theory]
    [InlineData("read")]
    [InlineData("")]
    [InlineData("tickets:")]
    [InlineData("Tickets:read")]
    [InlineData("tickets:*")]
    [InlineData("urn:platform:tickets::read")]
    [InlineData("tickets:read:more")]
    public void WhatIsNoScopeIsRefused(string text) => Should.Throw<FormatException>(() => AskedScope.Parse(text, null));

    [Fact]
    public void ASharedPrincipalCanNotBeChangedAndItsCloneCan()
    {
        var principal = new PlatformPrincipal(Verified.Answer(scopes: "tickets:read"));
        principal.Identity!.IsAuthenticated.ShouldBeTrue();
        principal.Allows("tickets:read").ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => principal.AddIdentity(new()));
        var clone = principal.Clone();
        clone.AddIdentity(new());
        clone.Allows("tickets:read").ShouldBeTrue();
        principal.Identities.Count().ShouldBe(1);
    }
}
