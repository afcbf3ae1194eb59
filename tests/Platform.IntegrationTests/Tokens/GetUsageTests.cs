namespace Platform.IntegrationTests.Tokens;

public sealed class GetUsageTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task AddsUpTheTokensOfTheOrganizationAndNoOthers(Database database)
    {
        var (organization, other) = (await hosts.OrganizationOnAsync(database), await hosts.OrganizationOnAsync(database));
        foreach (var one in (TestOrganization[])[organization, other])
        {
            for (var token = 0; token < 2; token++)
            {
                var caller = one.With((await one.IssueTokenAsync("people:read")).Secret);
                await caller.GetAsync("/people").Expect(200);
                await caller.GetAsync("/roles").Expect(403);
            }
        }

        await other.With((await other.IssueTokenAsync("people:read")).Secret).GetAsync("/people").Expect(200);
        var usage = await organization.Admin.UsageAsync("/usage", 4);
        (usage["outcomes.ok"], usage["outcomes.denied"]).ShouldBe(("2", "2"));
        usage.Json["endpoints"]!.AsArray().Select(row => (row!.Text("endpoint"), row!.Text("requests"))).ShouldBe([("GET /api/v1/people", "2"), ("GET /api/v1/roles", "2")]);
        (await other.Admin.UsageAsync("/usage?by=hour", 5))["outcomes.ok"].ShouldBe("3");

        // Written, it is the same.
        await Eventually.Until(() => organization.Host.WrittenAsync(organization.Id), written => written == 4);
        (await organization.Admin.GetAsync("/usage").Expect(200)).Body.ShouldBe(usage.Body);
    }

    [Theory, EachDatabase]
    public async Task IsForWhoMayReadUsage(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (may, mayNot) = (await organization.AddPersonHoldingAsync("usage:read"), await organization.AddPersonHoldingAsync("tokens:read"));
        await may.Client.GetAsync("/usage").Expect(200);
        (await mayNot.Client.GetAsync("/usage").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("usage:read");
        await may.Client.GetAsync("/usage?by=week").ExpectInvalid("by");
    }
}
