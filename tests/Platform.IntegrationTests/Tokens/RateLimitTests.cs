using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Metering;

namespace Platform.IntegrationTests.Tokens;

/// <summary>How many requests a token may make. The clock stands still unless it is moved.</summary>
public sealed class RateLimitTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EachAnswerToATokenTellsOfItsLimit(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueLimitedAsync(100, "people:read");
        var caller = organization.With(token.Secret);
        var remaining = 100;
        foreach (var (path, status) in ((string, int)[])[("/me", 200), ("/people", 200), ("/tokens", 403), ($"/people/{Guid.CreateVersion7()}", 404), ("/people?limit=0", 422)])
        {
            var answer = await caller.GetAsync(path).Expect(status);
            remaining--;
            answer.Header("RateLimit-Policy").ShouldBe("\"default\";q=100;w=60", path);
            answer.Header("RateLimit").ShouldBe($"\"default\";r={remaining};t={Math.Ceiling((100 - remaining) * 0.6)}", path);
            answer.Header("Retry-After").ShouldBeNull();
        }

        var malformed = await organization.With((await organization.IssueLimitedAsync(5, "*:*", "tokens:verify")).Secret).PostAsync("/verify", new StringContent("{", null, "application/json"));
        malformed.ExpectProblem(400, "malformed-request");
        malformed.Header("RateLimit").ShouldBe("\"default\";r=4;t=12");

        // Without a limit of its own it has the host's; a person who is signed in has none.
        (await organization.With((await organization.IssueTokenAsync("people:read")).Secret).GetAsync("/me").Expect(200)).Header("RateLimit").ShouldBe("\"default\";r=5999999;t=1");
        (await organization.Admin.GetAsync("/me").Expect(200)).Header("RateLimit").ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task OverTheLimitIsToldAsThatAndNothingElse(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueLimitedAsync(3, "people:read");
        var (caller, other) = (organization.With(token.Secret), organization.With((await organization.IssueLimitedAsync(3, "people:read")).Secret));
        for (var request = 0; request < 3; request++)
        {
            await caller.GetAsync("/me").Expect(200);
        }

        await Eventually.OnceInThree(async () =>
        {
            var before = organization.Host.Commands.Asked.Count;
            foreach (var path in (string[])["/me", "/people", "/tokens", "/instance/organizations"])
            {
                var limited = await caller.GetAsync(path).ExpectProblem(429, "rate-limited");
                limited.Header("Retry-After").ShouldBe("20");
                limited.Header("RateLimit-Policy").ShouldBe("\"default\";q=3;w=60");
                limited.Header("RateLimit").ShouldBe("\"default\";r=0;t=20");
                limited.Header("WWW-Authenticate").ShouldBeNull();
            }

            // The flush may look at the table of usage meanwhile; the requests themselves ask for nothing.
            organization.Host.Commands.Asked.Skip(before).ShouldBeEmpty();
        });
        (await other.GetAsync("/me").Expect(200)).Header("RateLimit").ShouldBe("\"default\";r=2;t=20");

        organization.Host.Clock.Advance(TimeSpan.FromSeconds(20));
        await caller.GetAsync("/me").Expect(200);
        await caller.GetAsync("/me").ExpectProblem(429, "rate-limited");
    }

    [Theory, EachDatabase]
    public async Task RevalidatingTheTokenDoesNotRefillItsBucket(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var caller = organization.With((await organization.IssueLimitedAsync(2, "people:read")).Secret);
        await caller.GetAsync("/me").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { name = "Renamed once" }).Expect(200);
        (await caller.GetAsync("/me").Expect(200)).Header("RateLimit").ShouldStartWith("\"default\";r=0;");
        await organization.Admin.PatchAsync("/organization", new { name = "Renamed twice" }).Expect(200);
        await caller.GetAsync("/me").ExpectProblem(429, "rate-limited");
    }

    [Theory, EachDatabase]
    public async Task RequestsAtTheSameTimeAreCountedExactly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var caller = organization.With((await organization.IssueLimitedAsync(25, "people:read")).Secret);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => caller.GetAsync("/me")));
        answers.Count(answer => answer.Status == 200).ShouldBe(25);
        answers.Count(answer => answer.Status == 429).ShouldBe(35);
    }

    [Theory, EachDatabase]
    public async Task WhoMayNotUseTheTokenFromThereDoesNotUseItUp(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueLimitedAsync(2, "people:read");
        await using (var tables = await organization.Host.OpenTablesAsync())
        {
            var list = database == Database.PostgreSql ? "ARRAY['192.0.2.0/24']" : "'[\"192.0.2.0/24\"]'";
            await tables.ExecuteAsync($"UPDATE tokens_token SET allowed_addresses = {list} WHERE name = '{token.Name}'");
        }

        for (var request = 0; request < 4; request++)
        {
            var refused = await organization.With(token.Secret).GetAsync("/me").ExpectProblem(403, "address-not-allowed");
            refused.Header("RateLimit").ShouldBe("\"default\";r=2;t=0");
        }
    }

    [Theory, EachDatabase]
    public async Task AVerificationIsAUseOfTheVerifiedToken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var verifier = await organization.Host.VerifierAsync();
        var token = await organization.IssueLimitedAsync(2, "people:read");
        var good = await verifier.PostAsync("/verify", new { token = token.Secret }).Expect(200);
        (good["code"], good["rateLimit.limit"], good["rateLimit.windowSeconds"], good["rateLimit.remaining"], good["rateLimit.resetSeconds"]).ShouldBe(("valid", "2", "60", "1", "30"));
        (await verifier.PostAsync("/verify", new { token = token.Secret, scopes = new[] { "people:write" } }).Expect(200))["code"].ShouldBe("insufficient-scope");
        var limited = await verifier.PostAsync("/verify", new { token = token.Secret }).Expect(200);
        (limited["valid"], limited["code"], limited["rateLimit.remaining"], limited["rateLimit.resetSeconds"]).ShouldBe(("false", "rate-limited", "0", "30"));
        limited.Json["subject"].ShouldBeNull();

        // The same bucket, whichever way; and it is the token's that is used up, not the verifier's.
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(429, "rate-limited");
        (await verifier.VerifyAsync((await organization.IssueTokenAsync("people:read")).Secret)).ShouldBe("valid");

        var own = organization.With((await organization.IssueLimitedAsync(1, "tokens:verify")).Secret);
        (await own.VerifyAsync(token.Secret)).ShouldBe("rate-limited");
        await own.PostAsync("/verify", new { token = token.Secret }).ExpectProblem(429, "rate-limited");
    }

    [Theory, EachDatabase(2, 0)]
    public async Task TheHostHasALimitForTokensWithoutOne(Database database, int perMinute)
    {
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddSingleton(new MeterOptions(perMinute)));
        var organization = await host.CreateOrganizationAsync();
        var caller = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        await caller.GetAsync("/me").Expect(200);
        var second = await caller.GetAsync("/me").Expect(200);
        second.Header("RateLimit-Policy").ShouldBe(perMinute == 0 ? null : "\"default\";q=2;w=60");
        await caller.GetAsync("/me").Expect(perMinute == 0 ? 200 : 429);
    }
}
