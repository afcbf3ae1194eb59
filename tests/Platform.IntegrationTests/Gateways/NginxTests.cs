using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Platform.IntegrationTests.Gateways;

/// <summary>nginx with the configuration of the documentation, in front of a service.</summary>
public sealed class NginxTests
{
    private static readonly string[] Identity = ["X-Organization-Id", "X-Subject-Id", "X-Subject-Kind", "X-Token-Id", "X-Scopes"];

    [Theory(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere)), EachDatabase]
    public async Task LetsThroughWhomTheHostKnowsAndTellsTheServiceWhoItIs(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, settings: "--Proxy:TrustedNetworks=127.0.0.1/32");
        await using var nginx = await Nginx.StartAsync(host.Address);
        var organization = await WithTicketsAsync(host);
        var token = await organization.IssueTokenAsync("tickets:read", "tickets:write");
        var caller = nginx.Client.With(token.Secret).In(organization.Slug);
        foreach (var forged in Identity)
        {
            caller = caller.WithHeader(forged, "forged");
        }

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete])
        {
            var body = method == HttpMethod.Get ? null : new StringContent("a ticket");
            var seen = await caller.SendAsync(method, "/tickets/1", body).Expect(200);
            seen["method"].ShouldBe(method.Method);
            seen["body"].ShouldBe(body is null ? "" : "a ticket");
            var headers = seen.Json["headers"]!;
            Identity.Select(name => headers.Text(name)).ShouldBe(
                [organization.Id.ToString(), token.OwnerId.ToString(), "serviceAccount", token.Id.ToString(), "tickets:read tickets:write"]);
            (headers["Authorization"], headers["X-API-Key"]).ShouldBe((null, null));
        }
    }

    [Theory(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere)), EachDatabase]
    public async Task PassesOnThatTheHostRefuses(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, settings: "--Proxy:TrustedNetworks=127.0.0.1/32");
        await using var nginx = await Nginx.StartAsync(host.Address);
        var organization = await WithTicketsAsync(host);
        (await nginx.Client.GetAsync("/tickets/1").Expect(401)).Header("WWW-Authenticate").ShouldBe("Bearer");
        (await nginx.Client.With("pts_nonsense").PostAsync("/tickets", new { }).Expect(401)).Header("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\"");
        await nginx.Client.With((await organization.IssueTokenAsync("tickets:write")).Secret).GetAsync("/tickets/1").Expect(403);

        var token = await organization.IssueTokenAsync("tickets:read");
        await nginx.Client.With(token.Secret).GetAsync("/tickets/1").Expect(200);
        await nginx.Client.With(null).WithHeader("X-API-Key", token.Secret).GetAsync("/tickets/1").Expect(200);
        await nginx.Client.With(token.Secret).In((await host.CreateOrganizationAsync()).Slug).GetAsync("/tickets/1").Expect(403);
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await nginx.Client.With(token.Secret).GetAsync("/tickets/1").Expect(401);
    }

    [Theory(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere)), EachDatabase]
    public async Task SaysTheCallersOwnAddressWhateverTheCallerSays(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, settings: "--Proxy:TrustedNetworks=127.0.0.1/32");
        await using var nginx = await Nginx.StartAsync(host.Address);
        var organization = await WithTicketsAsync(host);
        var account = await organization.CreateServiceAccountAsync("tickets:read");
        foreach (var (cidr, status) in ((string, int)[])[("192.0.2.0/24", 403), ("127.0.0.1/32", 200)])
        {
            var bound = await organization.Admin.PostAsync("/tokens", new
            {
                serviceAccountId = account, name = cidr, expiresAt = (DateTime?)null, scopes = new[] { "tickets:read" }, allowedAddresses = new[] { cidr },
            }).Expect(201);
            await nginx.Client.With(bound["secret"]).WithHeader("X-Forwarded-For", "192.0.2.7").GetAsync("/tickets/1").Expect(status);
        }
    }

    [Theory(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere)), EachDatabase]
    public async Task SaysThatATokenHasMadeItsRequests(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        await using var nginx = await Nginx.StartAsync(host.Address);
        var organization = await WithTicketsAsync(host);
        var account = await organization.CreateServiceAccountAsync("tickets:read");
        var limited = await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = account, name = "Limited", expiresAt = (DateTime?)null, scopes = new[] { "tickets:read" }, rateLimitPerMinute = 2,
        }).Expect(201);
        var caller = nginx.Client.With(limited["secret"]);
        await caller.GetAsync("/tickets/1").Expect(200);
        await caller.GetAsync("/tickets/2").Expect(200);
        var over = await caller.GetAsync("/tickets/3").Expect(429);
        (over.Header("Retry-After"), over["code"]).ShouldBe(("30", "rate-limited"));
        over.Header("RateLimit-Policy").ShouldNotBeNull().ShouldContain("q=2");
    }

    [Fact(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere))]
    public async Task PutsATooManyBackThatAuthRequestMakesAFaultOf()
    {
        await using var platform = await Nginx.ServeAsync(http =>
        {
            http.Request.Path.Value.ShouldBe("/api/v1/forward-auth");
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "17";
            http.Response.Headers["RateLimit"] = "\"default\";r=0;t=17";
            return http.Response.WriteAsync("not passed on");
        });
        await using var nginx = await Nginx.StartAsync(AddressOf(platform));
        var limited = await nginx.Client.With("pts_any").GetAsync("/tickets/1").Expect(429);
        (limited.Header("Retry-After"), limited.Header("RateLimit"), limited["code"]).ShouldBe(("17", "\"default\";r=0;t=17", "rate-limited"));
    }

    [Fact(Skip = Nginx.Missing, SkipType = typeof(Nginx), SkipUnless = nameof(Nginx.IsThere))]
    public async Task LetsNobodyThroughWhereTheHostCantSay()
    {
        Uri gone;
        await using (var platform = await Nginx.ServeAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }))
        {
            gone = AddressOf(platform);
            await using var nginx = await Nginx.StartAsync(gone);
            (await nginx.Client.With("pts_any").GetAsync("/tickets/1").Expect(503))["code"].ShouldBe("unavailable");
        }

        await using var alone = await Nginx.StartAsync(gone);
        (await alone.Client.With("pts_any").GetAsync("/tickets/1").Expect(503))["code"].ShouldBe("unavailable");
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.Single());

    /// <summary>An organization on a host where an application has brought tickets.</summary>
    private static async Task<TestOrganization> WithTicketsAsync(PlatformHost host)
    {
        await (await host.OperatorAsync()).PostAsync(
            "/instance/applications", new { name = "Tickets", resources = new[] { new { name = "tickets", actions = new[] { "read", "write" } } } }).Expect(201);
        return await host.CreateOrganizationAsync();
    }
}
