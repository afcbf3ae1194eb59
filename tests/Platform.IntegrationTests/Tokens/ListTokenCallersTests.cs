namespace Platform.IntegrationTests.Tokens;

public sealed class ListTokenCallersTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysWhoStillUsesTheOldOne(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await organization.IssueTokenAsync("people:read");
        await organization.With(old.Secret).WithHeader("User-Agent", "before/1.0").GetAsync("/me").Expect(200);
        var replacement = await organization.Admin.PostAsync($"/tokens/{old.Id}/rotate", new { overlapHours = 1 }).Expect(201);
        for (var call = 0; call < 3; call++)
        {
            await organization.With(old.Secret).WithHeader("User-Agent", "night-job/2.1").GetAsync("/me").Expect(200);
        }

        await organization.With(old.Secret).WithHeader("User-Agent", new string('a', 500)).GetAsync("/people").Expect(200);
        await organization.With(old.Secret).GetAsync("/people").Expect(200);
        await organization.With(replacement["secret"]).WithHeader("User-Agent", "new/1.0").GetAsync("/me").Expect(200);
        var callers = await Eventually.Until(
            async () => (await organization.Admin.GetAsync($"/tokens/{old.Id}/callers").Expect(200)).Json.AsArray(),
            list => list.Sum(caller => (int)caller!["useCount"]!) == 5);
        callers.Select(caller => $"{caller!.Text("address")} {(string?)caller!["agent"] ?? "-"} {caller!.Text("useCount")}")
            .ShouldBe(["127.0.0.1 night-job/2.1 3", $"127.0.0.1 {new string('a', 200)} 1", "127.0.0.1 - 1"], ignoreOrder: true);
        callers[0]!.Time("lastAt").ShouldBe(organization.Host.Now);
        (await organization.Admin.GetAsync($"/tokens/{replacement.Id}/callers").Expect(200)).Json.AsArray().ShouldBeEmpty();

        await organization.With(old.Secret).WithHeader("User-Agent", "night-job/2.1").GetAsync("/me").Expect(200);
        await Eventually.Until(
            async () => (await organization.Admin.GetAsync($"/tokens/{old.Id}/callers").Expect(200)).Json.AsArray(),
            list => list.Any(caller => (string?)caller!["agent"] == "night-job/2.1" && (int)caller["useCount"]! == 4));
        (await organization.Admin.GetAsync($"/tokens/{old.Id}").Expect(200))["lastUsedAgent"].ShouldBe("night-job/2.1");
    }

    [Theory, EachDatabase]
    public async Task NeedsThePermissionAndTheOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        (await organization.With(token.Secret).GetAsync($"/tokens/{token.Id}/callers").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:read");
        await (await organization.Host.CreateOrganizationAsync()).Admin.GetAsync($"/tokens/{token.Id}/callers").ExpectProblem(404, "not-found");
    }
}
