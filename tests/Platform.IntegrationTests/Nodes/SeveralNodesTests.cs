using System.Diagnostics;

namespace Platform.IntegrationTests.Nodes;

/// <summary>Two hosts on one database: what is taken away at one of them is gone at the other before the answer.</summary>
public sealed class SeveralNodesTests(NodePairs pairs, ITestOutputHelper output) : IClassFixture<NodePairs>
{
    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ARevokedTokenIsRefusedByEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var acknowledged = false;

        // A node that stood still is shut out and told as fenced; one that is well has said that it knows.
        for (var attempt = 0; attempt < 3 && !acknowledged; attempt++)
        {
            var token = await organization.IssueTokenAsync("people:read");
            var client = organization.With(token.Secret);
            foreach (var host in (PlatformHost[])[here, there])
            {
                await host.Here(client).GetAsync("/me").Expect(200);
            }

            var receipt = await there.Here(organization.Admin).PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
            await here.Here(client).GetAsync("/me").ExpectProblem(401, "token-revoked");
            await there.Here(client).GetAsync("/me").ExpectProblem(401, "token-revoked");

            receipt.ShouldBeSettled(nodes: 2);
            acknowledged = receipt.NodeStates().Values.All(state => state == "acknowledged");
            (await here.Here(organization.Admin).PostAsync($"/tokens/{token.Id}/revoke").Expect(200)).Body.ShouldBe(receipt.Body, "whichever node is asked again");
        }

        acknowledged.ShouldBeTrue();
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task NoRequestThatStartsAfterTheAnswerGetsThrough(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var times = new List<double>();
        for (var round = 0; round < 25; round++)
        {
            var token = await organization.IssueTokenAsync("people:read");
            var client = there.Here(organization.With(token.Secret));
            await client.GetAsync("/me").Expect(200);
            var (revoked, late) = (0, 0);
            var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                for (var after = false; !after;)
                {
                    after = Volatile.Read(ref revoked) == 1;
                    if ((await client.GetAsync("/me")).Status == 200 && after)
                    {
                        Interlocked.Increment(ref late);
                    }
                }
            })).ToList();
            var since = Stopwatch.StartNew();
            await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
            times.Add(since.Elapsed.TotalMilliseconds);
            Volatile.Write(ref revoked, 1);
            await Task.WhenAll(callers);
            late.ShouldBe(0);
        }

        times.Sort();
        output.WriteLine($"Revoked over two nodes under load in {times[times.Count / 2]:0.0} ms (median), {times[^1]:0.0} ms (longest)");

        // Far from both what it takes and what the lease would make it take if a node did not hear of it.
        times[times.Count / 2].ShouldBeLessThan(300);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task WhatAPersonMayNoLongerIsRefusedByEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync("Manager", apiAccess: true);
        var session = there.Here(person.Client);
        var token = there.Here(organization.With((await person.Client.PostAsync("/me/token", new { name = "Mine" }).Expect(201))["secret"]));
        await session.GetAsync("/tokens").Expect(200);
        await token.GetAsync("/tokens").Expect(200);

        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = new[] { await organization.RoleAsync("Member") } }).Expect(200);
        await session.GetAsync("/tokens").ExpectProblem(403, "permission-denied");
        await token.GetAsync("/tokens").ExpectProblem(403, "permission-denied");

        await token.GetAsync("/me").Expect(200);
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);
        await session.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await token.GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ASessionThatHasEndedIsRefusedByEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        await there.Here(person.Client).GetAsync("/me").Expect(200);
        await person.Client.PostAsync("/auth/sign-out").Expect(204);
        await there.Here(person.Client).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ARoleThatLosesAPermissionLosesItOnEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var role = await organization.Admin.PostAsync("/roles", new { name = "Readers", permissions = new[] { "people:read", "roles:read" } }).Expect(201);
        var person = await organization.AddPersonAsync("Readers");
        await there.Here(person.Client).GetAsync("/people").Expect(200);
        await organization.Admin.PatchAsync($"/roles/{role.Id}", new { permissions = new[] { "roles:read" } }).Expect(200);
        await there.Here(person.Client).GetAsync("/people").ExpectProblem(403, "permission-denied");
        await there.Here(person.Client).GetAsync("/roles").Expect(200);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task WhatAPolicyForbidsIsRefusedByEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var token = there.Here(organization.With((await organization.IssueTokenAsync("people:read")).Secret));
        await token.GetAsync("/me").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { allowedAddresses = new[] { "192.0.2.0/24" } } }).Expect(200);
        await token.GetAsync("/me").ExpectProblem(403, "address-not-allowed");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task AScopeThatLeavesTheCatalogueIsUnknownToEveryNode(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var application = await TestApplication.RegisterAsync(here, "read", "write");
        var token = await organization.IssueTokenAsync(application.May("read"), application.May("write"));
        var verifier = there.Here(application.Client);
        (await verifier.PostAsync("/verify", new { token = token.Secret, scopes = new[] { application.May("write") } }).Expect(200))["code"].ShouldBe("valid");
        await application.BringAsync("read").Expect(200);
        await verifier.PostAsync("/verify", new { token = token.Secret, scopes = new[] { application.May("write") } }).ExpectProblem(422, "validation-failed");
        (await verifier.PostAsync("/verify", new { token = token.Secret, scopes = new[] { application.May("read") } }).Expect(200))["code"].ShouldBe("valid");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ALimitIsSharedByTheNodes(Database database)
    {
        const int Limit = 100;
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PatchAsync($"/tokens/{token.Id}", new { rateLimitPerMinute = Limit }).Expect(200);
        var (passed, refused) = (new int[2], new bool[2]);
        var since = Stopwatch.StartNew();
        while (refused.Contains(false))
        {
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40));
            foreach (var (at, host) in new[] { here, there }.Index())
            {
                var answer = await host.Here(organization.With(token.Secret)).GetAsync("/me");
                answer.Header("RateLimit-Policy")!.ShouldContain($"q={Limit}");
                refused[at] = answer.Status == 429;
                passed[at] += answer.Status == 200 ? 1 : 0;
            }

            await Task.Delay(80);
        }

        // The clocks stand still: each alone would have let through the whole limit.
        output.WriteLine($"{passed[0]} and {passed[1]} of {Limit}");
        passed.ShouldAllBe(count => count < Limit * 0.9);
    }
}

/// <summary>Two hosts for each shared database, started when a case first asks for them.</summary>
public sealed class NodePairs : IAsyncLifetime
{
    private readonly Dictionary<Database, (PlatformHost Here, PlatformHost There)> _pairs = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<(PlatformHost Here, PlatformHost There)> OnAsync(Database database)
    {
        if (!_pairs.TryGetValue(database, out var pair))
        {
            var here = await PlatformHost.StartAsync(database);
            _pairs[database] = pair = (here, await here.StartAnotherAsync());
        }

        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (here, there) in _pairs.Values)
        {
            await there.DisposeAsync();
            await here.DisposeAsync();
        }
    }
}
