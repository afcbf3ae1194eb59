using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Tokens;

public sealed partial class GetTokenUsageTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task CountsByHourOutcomeEndpointAndAddress(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var token = await organization.IssueLimitedAsync(6, "people:read");
        var caller = organization.With(token.Secret);
        var begin = host.Now.Date.AddDays(1).AddHours(9);
        host.Clock.AdvanceTo(begin.AddMinutes(10));
        await caller.GetAsync("/people").Expect(200);
        await caller.GetAsync("/people").Expect(200);
        await caller.GetAsync($"/people/{Guid.CreateVersion7()}").Expect(404);
        await caller.GetAsync("/tokens").Expect(403);
        await (await host.VerifierAsync()).VerifyAsync(token.Secret, "198.51.100.7");
        await caller.GetAsync("/me").Expect(200);
        await caller.GetAsync("/me").Expect(429);
        host.Clock.AdvanceTo(begin.AddMinutes(70));
        await caller.GetAsync("/me").Expect(200);
        await organization.SignInAdministratorAsync();

        var path = $"/tokens/{token.Id}/usage?by=hour&from={begin:yyyy-MM-ddTHH:mm:ssZ}";
        var usage = await organization.Admin.UsageAsync(path, 8);
        (usage.Json.Time("from"), usage.Json.Time("to"), usage["by"]).ShouldBe((begin, begin.AddHours(2), "hour"));
        var series = usage.Json["series"]!.AsArray();
        series.Select(point => (point!.Time("at"), point!.Text("total"))).ShouldBe([(begin, "7"), (begin.AddHours(1), "1")]);
        var outcomes = series[0]!["outcomes"]!.AsObject().Select(outcome => (outcome.Key, outcome.Value!.ToString())).ToList();
        outcomes.ShouldBe([("ok", "4"), ("invalid", "1"), ("denied", "1"), ("rateLimited", "1"), ("error", "0")]);
        usage["outcomes.ok"].ShouldBe("5");
        Endpoints(usage).ShouldBe(
            [("GET /api/v1/me", 3), ("GET /api/v1/people", 2), ("GET /api/v1/people/{id}", 1), ("GET /api/v1/tokens", 1), ("verification", 1)]);
        Addresses(usage).ShouldBe([("127.0.0.1", 7), ("198.51.100.7", 1)]);
        usage.Json["addresses"]![0]!.Time("lastSeenAt").ShouldBe(begin.AddMinutes(70));

        // By day it is the same, and without a range too; written or not, it is never more or less.
        await Eventually.Until(() => host.WrittenAsync(token.Id), written => written == 8);
        var days = await organization.Admin.GetAsync($"/tokens/{token.Id}/usage").Expect(200);
        days.Json["series"]!.AsArray().Count.ShouldBe(30);
        (days["by"], days["total"], days.Json["series"]![29]!.Text("total")).ShouldBe(("day", "8", "8"));
        Endpoints(days).ShouldBe(Endpoints(usage));
        Addresses(days).ShouldBe(Addresses(usage));
        (await organization.Admin.GetAsync(path).Expect(200)).Body.ShouldBe(usage.Body);
    }

    [Theory, EachDatabase]
    public async Task ShowsWhatIsNotWrittenYetOnceAndNotTwice(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        for (var request = 1; request <= 40; request++)
        {
            await organization.With(token.Secret).GetAsync("/me").Expect(200);
            await organization.Admin.UsageAsync($"/tokens/{token.Id}/usage", request);
        }

        await Eventually.Until(
            async () =>
            {
                (await organization.Admin.GetAsync($"/tokens/{token.Id}/usage").Expect(200))["total"].ShouldBe("40");
                return await organization.Host.WrittenAsync(token.Id);
            },
            written => written == 40);
    }

    [Theory, EachDatabase]
    public async Task IsForWhoMayReadTokens(Database database)
    {
        var (organization, other) = (await hosts.OrganizationOnAsync(database), await hosts.OrganizationOnAsync(database));
        var token = await organization.IssueTokenAsync("people:read");
        await other.Admin.GetAsync($"/tokens/{token.Id}/usage").ExpectProblem(404, "not-found");
        await organization.Admin.GetAsync($"/tokens/{Guid.CreateVersion7()}/usage").ExpectProblem(404, "not-found");
        (await organization.With(token.Secret).GetAsync($"/tokens/{token.Id}/usage").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:read");
        var nothing = await organization.Admin.GetAsync($"/tokens/{(await organization.IssueTokenAsync("people:read")).Id}/usage?by=hour").Expect(200);
        nothing.Json["series"]!.AsArray().Count.ShouldBe(24);
        nothing["total"].ShouldBe("0");
        nothing.Json["endpoints"]!.AsArray().ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task RefusesARangeThatIsNoneOrIsNotKept(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var path = $"/tokens/{(await organization.IssueTokenAsync("people:read")).Id}/usage";
        var now = organization.Host.Now;
        await organization.Admin.GetAsync($"{path}?by=minute").ExpectInvalid("by");
        await organization.Admin.GetAsync($"{path}?from=soon").ExpectInvalid("from");
        await organization.Admin.GetAsync($"{path}?to=12").ExpectInvalid("to");
        await organization.Admin.GetAsync($"{path}?from={now:yyyy-MM-dd}&to={now.AddDays(-1):yyyy-MM-dd}").ExpectInvalid("from");
        (await organization.Admin.GetAsync($"{path}?by=hour&from={now.AddDays(-15):yyyy-MM-dd}").ExpectInvalid("from")).ShouldContain("14 days");
        (await organization.Admin.GetAsync($"{path}?from={now.AddMonths(-14):yyyy-MM-dd}").ExpectInvalid("from")).ShouldContain("13 months");
    }

    [Theory, EachDatabase]
    public async Task AnyNumberOfAddressesIsKeptWithinBounds(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var verifier = await organization.Host.VerifierAsync();
        var token = await organization.IssueTokenAsync("people:read");
        for (var address = 0; address < 150; address++)
        {
            (await verifier.VerifyAsync(token.Secret, $"192.0.2.{address}")).ShouldBe("valid");
            if (address % 30 == 0)
            {
                // So that some come in a later batch than others.
                await Eventually.Until(() => organization.Host.WrittenAsync(token.Id), written => written == address + 1);
            }
        }

        await Eventually.Until(() => organization.Host.WrittenAsync(token.Id), written => written == 150);
        var addresses = Addresses(await organization.Admin.UsageAsync($"/tokens/{token.Id}/usage", 150));
        addresses.Count.ShouldBe(101);
        addresses.Sum(address => address.Requests).ShouldBe(150);
        addresses.Single(address => address.Name == "other").Requests.ShouldBe(50);
    }

    [Theory, EachDatabase]
    public async Task TheListShowsTheLastDays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (used, unused) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        await organization.With(used.Secret).GetAsync("/me").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromDays(3));
        await organization.SignInAdministratorAsync();
        await organization.With(used.Secret).GetAsync("/me").Expect(200);
        await organization.With(used.Secret).GetAsync("/me").Expect(200);
        async Task<string> RecentAsync(Guid id) => string.Join(' ', (await organization.Admin.GetAsync("/tokens").Expect(200)).Items.Single(item => item.Text("id") == $"{id}").Texts("recentUse"));
        await Eventually.Until(() => RecentAsync(used.Id), recent => recent == "0 0 0 0 0 0 0 0 0 0 1 0 0 2");
        (await RecentAsync(unused.Id)).ShouldBe("0 0 0 0 0 0 0 0 0 0 0 0 0 0");
    }

    [Fact]
    public async Task EveryQueryIsIndexBacked()
    {
        var organization = await hosts.OrganizationOnAsync(Database.Sqlite);
        var before = organization.Host.Commands.Seen.Count;
        var token = await organization.IssueTokenAsync("people:read");
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        await Eventually.Until(() => organization.Host.WrittenAsync(token.Id), written => written == 1);
        await organization.Admin.GetAsync($"/tokens/{token.Id}/usage?by=hour").Expect(200);
        await organization.Admin.GetAsync("/usage").Expect(200);
        await organization.Admin.GetAsync("/tokens").Expect(200);
        await organization.Host.RunJobAsync("usage-roll");
        await organization.Host.RunJobAsync("tokens-unused");
        var commands = organization.Host.Commands.Seen.Skip(before).Select(command => Tag().Replace(command, "")).Where(command => Metering().IsMatch(command) && command.StartsWith("SELECT")).Distinct().ToList();
        commands.Count.ShouldBeGreaterThanOrEqualTo(8);
        await using var tables = await organization.Host.OpenTablesAsync();
        foreach (var command in commands)
        {
            var plan = await tables.PlanAsync(Parameter().Replace(command, "'1'"));
            plan.Where(step => step.StartsWith("SCAN") && !step.Contains("VIRTUAL TABLE")).ShouldBeEmpty(command);
        }
    }

    private static List<(string Name, int Requests)> Endpoints(Answer usage) => Read(usage, "endpoints", "endpoint");

    private static List<(string Name, int Requests)> Addresses(Answer usage) => Read(usage, "addresses", "address");

    private static List<(string, int)> Read(Answer usage, string list, string name) =>
        [.. usage.Json[list]!.AsArray().Select(row => (row!.Text(name), (int)row!["requests"]!))];

    [GeneratedRegex("tokens_usage|tokens_network|unused_notice_at\" I")]
    private static partial Regex Metering();

    [GeneratedRegex(@"^--.*\s+")]
    private static partial Regex Tag();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
