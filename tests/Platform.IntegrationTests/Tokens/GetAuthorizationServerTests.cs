namespace Platform.IntegrationTests.Tokens;

/// <summary>RFC 8414.</summary>
public sealed class GetAuthorizationServerTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysWhereEverythingIs(Database database)
    {
        var host = await hosts.OnAsync(database);
        var metadata = await host.Root.GetAsync("/.well-known/oauth-authorization-server").Expect(200);
        metadata.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
        var instance = host.Address.ToString().TrimEnd('/');
        metadata["issuer"].ShouldBe(instance);
        metadata["jwks_uri"].ShouldBe($"{instance}/.well-known/jwks.json");
        (await host.Root.GetAsync(new Uri(metadata["jwks_uri"]).PathAndQuery).Expect(200)).Json["keys"]!.AsArray().ShouldNotBeEmpty();
        metadata.Json.Texts("introspection_endpoint_auth_methods_supported").ShouldBe(["Bearer"]);
        metadata.Json.Texts("revocation_endpoint_auth_methods_supported").ShouldBe(["none"]);
        metadata.Json["response_types_supported"]!.AsArray().ShouldBeEmpty();

        // They are what they are said to be.
        var form = new FormUrlEncodedContent([new("token", "nonsense")]);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client with { BasePath = "" };
        (await application.PostAsync(new Uri(metadata["introspection_endpoint"]).PathAndQuery, form).Expect(200))["active"].ShouldBe("false");
        await host.Root.PostAsync(new Uri(metadata["revocation_endpoint"]).PathAndQuery, new FormUrlEncodedContent([new("token", "nonsense")])).Expect(200);
    }
}
