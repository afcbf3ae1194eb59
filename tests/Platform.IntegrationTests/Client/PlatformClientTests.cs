namespace Platform.IntegrationTests.Client;

/// <summary>What a product answers that verifies its callers with Platform.Client.</summary>
public sealed class PlatformClientTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task LetsThroughWhoeverHoldsTheScope(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        await using var product = await Product.StartAsync(application);
        var token = await organization.IssueTokenAsync(application.May("read"));
        var client = product.Here(organization.With(token.Secret));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var answer = await client.GetAsync("/things").Expect(200);
            answer["organization"].ShouldBe(organization.Slug);
            answer["subject"].ShouldBe(token.OwnerId.ToString());
            answer["tokenId"].ShouldBe(token.Id.ToString());
            answer.Json.Texts("scopes").ShouldBe([application.May("read")]);
        }

        await client.In(organization.Id.ToString().ToUpperInvariant()).GetAsync("/things").Expect(200);
        await (client.With(null) with { Headers = [("X-API-Key", token.Secret)] }).GetAsync("/things").Expect(200);
        (await client.PostAsync("/things").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe(application.May("write"));
        await client.PostAsync("/group/things").ExpectProblem(403, "permission-denied");
        await client.PostAsync("/policy").ExpectProblem(403, "permission-denied");
        await client.GetAsync("/item").Expect(200);

        var writer = product.Here(organization.With((await organization.IssueTokenAsync(application.May("*"))).Secret));
        await writer.PostAsync("/things").Expect(200);
        await writer.PostAsync("/group/things").Expect(200);
        await writer.PostAsync("/policy").Expect(200);
        await product.Here(organization.Admin).PostAsync("/things").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task RefusesAsTheInstanceWould(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        await using var product = await Product.StartAsync(application);
        var token = await organization.IssueTokenAsync(application.May("read"));
        var client = product.Here(organization.With(token.Secret));
        foreach (var path in (string[])["/things", "/policy"])
        {
            var method = path == "/things" ? HttpMethod.Get : HttpMethod.Post;
            await client.With(null).SendAsync(method, path).ExpectProblem(401, "unauthenticated");
            await client.With("nonsense").SendAsync(method, path).ExpectProblem(401, "unauthenticated");
            await client.With("pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG").SendAsync(method, path).ExpectProblem(401, "unauthenticated");
            await client.In(null).SendAsync(method, path).ExpectProblem(400, "organization-required");
            await client.In((await application.Host.CreateOrganizationAsync()).Slug).SendAsync(method, path).ExpectProblem(403, "organization-mismatch");
            await client.In("no-such").SendAsync(method, path).ExpectProblem(403, "organization-mismatch");
            await (client with { Headers = [("X-API-Key", "another")] }).SendAsync(method, path).ExpectProblem(400, "malformed-request");
            await client.With(application.Client.Credential).SendAsync(method, path).ExpectProblem(403, "organization-mismatch");
        }
    }

    [Theory, EachDatabase]
    public async Task EndsATokenAtTheMomentOfItsExpiry(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var (organization, application) = (await host.CreateOrganizationAsync(), await TestApplication.RegisterAsync(host, "read", "write"));
        await using var product = await Product.StartAsync(application);
        var end = host.Now.AddMinutes(1);
        var client = product.Here(organization.With((await organization.IssueTokenAsync([application.May("read")], end)).Secret));
        await client.GetAsync("/things").Expect(200);
        host.Clock.AdvanceTo(end.AddTicks(-1));
        await client.GetAsync("/things").Expect(200);
        host.Clock.AdvanceTo(end);
        await client.GetAsync("/things").ExpectProblem(401, "token-expired");
    }

    [Theory, EachDatabase]
    public async Task AsksOnceHoweverManyCall(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        await using var gateway = await Gateway.StartAsync(application.Host);
        await using var product = await Product.StartAsync(application, gateway.Address);

        // Somebody else's change may come between, the machine is shared; and where the feed was lost, each of them asks.
        await Eventually.Until(
            async () =>
            {
                var client = product.Here(organization.With((await organization.IssueTokenAsync(application.May("read"))).Secret));
                var asked = gateway.Asked;
                await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync("/things").Expect(200)));
                var first = gateway.Asked - asked;
                await client.GetAsync("/things").Expect(200);
                return (First: first, Then: gateway.Asked - asked - first);
            },
            asked => asked is { First: < 10, Then: 0 });
    }

    [Theory, EachDatabase]
    public async Task ATokenInUseIsAskedForAgainBesideItsRequests(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        await using var gateway = await Gateway.StartAsync(application.Host);
        await using var product = await Product.StartAsync(application, gateway.Address, options => options.AskAgainAfter = TimeSpan.FromSeconds(1));
        var token = await organization.IssueTokenAsync(application.May("read"));
        var client = product.Here(organization.With(token.Secret));
        await client.GetAsync("/things").Expect(200);
        var asked = gateway.Asked;
        await Eventually.Until(
            async () =>
            {
                await client.GetAsync("/things").Expect(200);
                return gateway.Asked;
            },
            now => now > asked + 1);
        await application.Host.UsesWrittenAsync();
        (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200)).Json["useCount"]!.GetValue<long>().ShouldBeGreaterThan(1);
    }

    [Theory, EachDatabase]
    public async Task ATokenBoundToAddressesIsAskedForFromEachOfThem(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        await using var product = await Product.StartAsync(application);
        var account = await organization.CreateServiceAccountAsync(application.May("read"));
        async Task<ApiClient> BoundToAsync(string network) => product.Here(organization.With((await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = account, name = network, expiresAt = (DateTime?)null, scopes = new[] { application.May("read") }, allowedAddresses = new[] { network },
        }).Expect(201))["secret"]));
        var (here, elsewhere) = (await BoundToAsync("127.0.0.0/8"), await BoundToAsync("192.0.2.0/24"));
        await here.GetAsync("/things").Expect(200);
        await here.GetAsync("/things").Expect(200);
        await elsewhere.GetAsync("/things").ExpectProblem(403, "address-not-allowed");
        await elsewhere.GetAsync("/things").ExpectProblem(403, "address-not-allowed");
    }

    [Theory, EachDatabase]
    public async Task HoldsATokenToItsLimit(Database database)
    {
        const int Limit = 20;
        var (organization, application) = await BeginAsync(database);
        await using var product = await Product.StartAsync(application);
        // Where the feed is lost on the way, both the product and the instance let some through.
        ApiClient client = null!;
        await Eventually.OnceInThree(async () =>
        {
            var token = await organization.IssueTokenAsync(application.May("read"));
            await organization.Admin.PatchAsync($"/tokens/{token.Id}", new { rateLimitPerMinute = Limit }).Expect(200);
            client = product.Here(organization.With(token.Secret));
            var passed = 0;
            while (await client.GetAsync("/things") is { Status: var status } answer && status != 429)
            {
                answer.Expect(200);
                (++passed).ShouldBeLessThan(Limit * 2);
            }

            passed.ShouldBeInRange(Limit - 1, Limit + 5);
        });
        var refused = await client.GetAsync("/things");
        if (refused.Status == 429)
        {
            refused.ExpectProblem(429, "rate-limited");
            int.Parse(refused.Header("Retry-After")!, null).ShouldBeInRange(1, 60);
        }
    }

    [Theory, EachDatabase]
    public async Task WhatAnOwnerMayNoLongerATokenMayNoLonger(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        await using var product = await Product.StartAsync(application);
        var token = await organization.IssueTokenAsync(application.May("read"));
        var client = product.Here(organization.With(token.Secret));
        await client.GetAsync("/things").Expect(200);
        await organization.Admin.PatchAsync($"/service-accounts/{token.OwnerId}", new { permissions = new[] { "people:read" } }).Expect(200);
        await Eventually.Until(() => client.GetAsync("/things"), answer => answer.Status == 403, pause: TimeSpan.FromMilliseconds(10));
        await client.GetAsync("/things").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationSOwnTokenVerifiesItsOwn(Database database)
    {
        var (organization, application) = await BeginAsync(database);
        var verifier = await organization.IssueTokenAsync("tokens:verify");
        await using var product = await Product.StartAsync(application, change: options => (options.ApplicationToken, options.Organization) = (verifier.Secret, organization.Slug));
        var token = await organization.IssueTokenAsync(application.May("read"));
        var other = await application.Host.CreateOrganizationAsync();
        var client = product.Here(organization.With(token.Secret));
        await client.GetAsync("/things").Expect(200);
        await product.Here(other.With((await other.IssueTokenAsync(application.May("read"))).Secret)).GetAsync("/things").ExpectProblem(401, "unauthenticated");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await Eventually.Until(() => client.GetAsync("/things"), answer => answer.Status == 401, pause: TimeSpan.FromMilliseconds(10));

        // And when the verifier itself is ended, nobody gets through any more.
        var last = product.Here(organization.With((await organization.IssueTokenAsync(application.May("read"))).Secret));
        await last.GetAsync("/things").Expect(200);
        await organization.Admin.PostAsync($"/tokens/{verifier.Id}/revoke").Expect(200);
        await Eventually.Until(() => last.GetAsync("/things"), answer => answer.Status == 503, pause: TimeSpan.FromMilliseconds(10));
        product.IsFed.ShouldBeFalse();
    }

    private async Task<(TestOrganization Organization, TestApplication Application)> BeginAsync(Database database)
    {
        var host = await hosts.OnAsync(database);
        return (await host.CreateOrganizationAsync(), await TestApplication.RegisterAsync(host, "read", "write"));
    }
}
