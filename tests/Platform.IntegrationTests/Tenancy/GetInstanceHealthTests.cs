namespace Platform.IntegrationTests.Tenancy;

public sealed class GetInstanceHealthTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task SaysHowTheInstanceStands(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await host.RunJobAsync("tokens-expire");
        var op = await host.OperatorAsync();
        await op.PostAsync($"/instance/organizations/{organization.Id}/suspend").Expect(200);
        var health = await Eventually.Until(() => op.GetAsync("/instance/health").Expect(200), answer => answer["outbox.pending"] == "0");
        health["version"].ShouldNotBeEmpty();
        health["database.provider"].ShouldBe(database.ToString());
        double.Parse(health["database.milliseconds"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        long.Parse(health["database.revision"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        var node = health.Json["nodes"]!.AsArray().ShouldHaveSingleItem()!;
        (node.Text("state"), node.Text("isThis")).ShouldBe(("serving", "true"));
        (health["outbox.parked"], health.Json["outbox"]!["oldestAt"]).ShouldBe(("0", null));
        int.Parse(health["jobs.count"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(10);
        health.Json["jobs"]!["failing"]!.AsArray().ShouldBeEmpty();
        health["organizations.suspended"].ShouldBe("1");
        await organization.Host.Anonymous.GetAsync("/instance/health").ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database) =>
        await (await hosts.OrganizationOnAsync(database)).Admin.GetAsync("/instance/health").ExpectProblem(403, "permission-denied");
}
