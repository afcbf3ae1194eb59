namespace Platform.IntegrationTests.Tokens;

/// <summary>RFC 8414.</summary>
public sealed class GetAuthorizationServerTests(Hosts hosts) : IClassFixture<Hosts>
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

    [Theory, EachDatabase]
    public async Task IssuesWhatTheInstanceSigns(Database database)
    {
        await using var named = await PlatformHost.StartAsync(database, settings: "--PublicUrl=https://platform.example/");
        foreach (var (host, issuer) in ((PlatformHost, string)[])[(named, "https://platform.example"), (await hosts.OnAsync(database), (await hosts.OnAsync(database)).Address.ToString().TrimEnd('/'))])
        {
            (await host.Root.GetAsync("/.well-known/oauth-authorization-server").Expect(200))["issuer"].ShouldBe(issuer);
            var organization = await host.CreateOrganizationAsync();
            var account = await organization.CreateServiceAccountAsync("people:read");
            var signed = await organization.Admin.PostAsync(
                "/tokens", new { serviceAccountId = account, name = "Signed", expiresAt = host.Now.AddDays(1), scopes = new[] { "people:read" }, format = "jwt" }).Expect(201);
            var rotated = await organization.Admin.PostAsync($"/tokens/{signed.Id}/rotate", new { overlapHours = 1 }).Expect(201);
            foreach (var credential in (string[])[organization.Admin.Credential!, signed["secret"], rotated["secret"]])
            {
                Jwt.Read(credential).Claims.Text("iss").ShouldBe(issuer);
                await organization.With(credential).GetAsync("/me").Expect(200);
            }
        }
    }
}
