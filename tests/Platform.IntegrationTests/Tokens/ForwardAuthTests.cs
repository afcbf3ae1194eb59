namespace Platform.IntegrationTests.Tokens;

/// <summary>What a gateway asks; <c>NginxTests</c> has a real one ask it.</summary>
public sealed class ForwardAuthTests(Hosts hosts) : IClassFixture<Hosts>
{
    private static readonly string[] Identity = ["X-Organization-Id", "X-Subject-Id", "X-Subject-Kind", "X-Token-Id", "X-Scopes"];

    [Theory, EachDatabase("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "MADE-UP")]
    public async Task SaysWhoItIsWhateverTheMethod(Database database, string method)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read", "roles:read");
        foreach (var caller in (ApiClient[])[
            organization.With(token.Secret),
            organization.With(token.Secret).In(null),
            organization.With(token.Secret).In(organization.Id),
            organization.With(null).WithHeader("X-API-Key", token.Secret)])
        {
            var body = method is "GET" or "HEAD" ? null : new StringContent("{ this is no JSON", null, "text/plain");
            var answer = await caller.SendAsync(new HttpMethod(method), "/forward-auth?scope=people:read&scope=roles:read", body).Expect(200);
            answer.Body.ShouldBeEmpty();
            answer.Header("Cache-Control").ShouldBe("no-store");
            Identity.Select(answer.Header).ShouldBe([organization.Id.ToString(), token.OwnerId.ToString(), "serviceAccount", token.Id.ToString(), "people:read roles:read"]);
        }

        // Refused as well as let through, and never sent elsewhere.
        foreach (var (caller, status) in ((ApiClient, int)[])[(organization.Host.Anonymous, 401), (organization.With(token.Secret), 403)])
        {
            var answer = await caller.SendAsync(new HttpMethod(method), "/forward-auth?scope=people:write").Expect(status);
            answer.Headers.Location.ShouldBeNull();
            Identity.ShouldAllBe(name => answer.Header(name) == null);
        }
    }

    [Theory, EachDatabase]
    public async Task JudgesAPersonsCredentials(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var token = await person.Client.PostAsync("/me/token").Expect(201);
        var answer = await organization.With(token["secret"]).GetAsync("/forward-auth?scope=people:read").Expect(200);
        (answer.Header("X-Subject-Kind"), answer.Header("X-Subject-Id"), answer.Header("X-Token-Id")).ShouldBe(("person", person.Id.ToString(), token["id"]));
        (await person.Client.GetAsync("/forward-auth").Expect(200)).Header("X-Subject-Id").ShouldBe(person.Id.ToString());
    }

    [Theory, EachDatabase]
    public async Task RefusesWithNothingThatAGatewayWouldNotPassOn(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (organization, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var (token, end) = (await organization.IssueTokenAsync(["people:read"], host.Now.AddMinutes(1)), host.Now.AddMinutes(1));
        var caller = organization.With(token.Secret);
        (await host.Anonymous.GetAsync("/forward-auth").ExpectProblem(401, "unauthenticated")).Header("WWW-Authenticate").ShouldBe("Bearer");
        (await host.Anonymous.With("nonsense").GetAsync("/forward-auth").ExpectProblem(401, "unauthenticated")).Header("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\"");
        await caller.WithHeader("X-API-Key", (await organization.IssueTokenAsync("people:read")).Secret).GetAsync("/forward-auth").ExpectProblem(401, "unauthenticated");
        (await caller.GetAsync("/forward-auth?scope=people:read&scope=people:write").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
        foreach (var elsewhere in (string[])[other.Slug, other.Id.ToString(), "no-such", "what, is this?"])
        {
            await caller.In(elsewhere).GetAsync("/forward-auth").ExpectProblem(403, "organization-mismatch");
        }

        await caller.WithHeader("Organization-ID", organization.Slug).GetAsync("/forward-auth").ExpectProblem(403, "organization-mismatch");

        // A slip in the gateway's configuration opens nothing, not even to whoever may do everything.
        var everything = organization.With((await organization.IssueTokenAsync("admin")).Secret);
        foreach (var scope in (string[])["poeple:read", "people:raed", "x", "", "people:read,roles:read", "people:read%20roles:read"])
        {
            await everything.GetAsync($"/forward-auth?scope={scope}").ExpectProblem(403, "permission-denied");
        }

        (await everything.GetAsync("/forward-auth?scope=poeple:read"))["detail"].ShouldContain("people:read");

        // Who is in no organization is nobody to a service.
        await (await TestApplication.RegisterAsync(host, "read", "write")).Client.GetAsync("/forward-auth").ExpectProblem(403, "organization-mismatch");
        await (await host.OperatorAsync()).GetAsync("/forward-auth").ExpectProblem(403, "organization-mismatch");

        host.Clock.AdvanceTo(end.AddMilliseconds(-1));
        await caller.GetAsync("/forward-auth").Expect(200);
        host.Clock.AdvanceTo(end);
        await caller.GetAsync("/forward-auth").ExpectProblem(401, "token-expired");
        var revoked = await organization.IssueTokenAsync("people:read");
        await organization.With(revoked.Secret).GetAsync("/forward-auth").Expect(200);
        await (await organization.SignInAdministratorAsync()).PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        await organization.With(revoked.Secret).GetAsync("/forward-auth").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task BelievesATrustedProxyAloneAboutTheAddress(Database database)
    {
        await using var trusting = await PlatformHost.StartAsync(database, settings: "--Proxy:TrustedNetworks=127.0.0.1/32");
        foreach (var (host, believes) in ((PlatformHost, bool)[])[(trusting, true), (await hosts.OnAsync(database), false)])
        {
            var organization = await host.CreateOrganizationAsync();
            var account = await organization.CreateServiceAccountAsync("people:read");
            var bound = await organization.Admin.PostAsync("/tokens", new
            {
                serviceAccountId = account, name = "Bound", expiresAt = (DateTime?)null, scopes = new[] { "people:read" }, allowedAddresses = new[] { "192.0.2.0/24" },
            }).Expect(201);
            var caller = organization.With(bound["secret"]).WithHeader("X-Forwarded-For", "192.0.2.7");
            var answer = await caller.GetAsync("/forward-auth").Expect(believes ? 200 : 403);
            if (!believes)
            {
                answer.ExpectProblem(403, "address-not-allowed");
            }
        }
    }

    [Theory, EachDatabase]
    public async Task WaitsForNoBody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");

        // A gateway may pass on the length of a body that it keeps, larger than the host would take.
        var (status, content) = await RawRequest.SendAsync(
            organization.Host.Address, "POST /api/v1/forward-auth HTTP/1.1", $"Authorization: Bearer {token.Secret}", "Content-Type: text/plain", "Content-Length: 50000000");
        (status, content.Contains(token.Id.ToString(), StringComparison.Ordinal)).ShouldBe((200, true));
    }

    [Theory, EachDatabase]
    public async Task ASecondRequestAsksNobody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var caller = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        await caller.GetAsync("/forward-auth?scope=people:read&scope=people:write").Expect(403);
        await Eventually.OnceInThree(async () =>
        {
            var commands = organization.Host.Commands.Asked.Count;
            await caller.GetAsync("/forward-auth?scope=people:read").Expect(200);
            await caller.GetAsync("/forward-auth?scope=people:read&for=/somewhere?x=1").Expect(200);
            await caller.GetAsync("/forward-auth?scope=people:write").Expect(403);
            organization.Host.Commands.Asked.Count.ShouldBe(commands);
        });
    }
}
