namespace Platform.IntegrationTests.Personnel;

public sealed class GetJwksTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task VerifiesAccessTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var keys = await organization.Host.Root.GetAsync("/.well-known/jwks.json").Expect(200);
        var text = organization.Admin.Credential!;
        var kid = Jwt.Read(text).Header.Text("kid");
        var key = keys.Json["keys"]!.AsArray().Single(one => one!.Text("kid") == kid)!;
        (key.Text("kty"), key.Text("crv"), key.Text("alg"), key.Text("use")).ShouldBe(("EC", "P-256", "ES256", "sig"));
        Jwt.IsSignedBy(text, key).ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task ShowsNoPrivateHalf(Database database)
    {
        var keys = await (await hosts.OnAsync(database)).Root.GetAsync("/.well-known/jwks.json").Expect(200);
        keys.Json["keys"]!.AsArray().ShouldNotBeEmpty();
        foreach (var key in keys.Json["keys"]!.AsArray())
        {
            key!.AsObject().Select(field => field.Key).ShouldBe(["kty", "use", "alg", "kid", "crv", "x", "y"], ignoreOrder: true);
        }
    }
}
