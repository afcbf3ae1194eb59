namespace Platform.IntegrationTests.Audit;

public sealed class SeedAuditEntriesTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task GoesOnWithTheChain(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var before = int.Parse((await organization.VerifyAsync())["entries"], System.Globalization.CultureInfo.InvariantCulture);
        await organization.SeedEntriesAsync(1000);
        await organization.Admin.PatchAsync("/organization", new { name = "Renamed" }).Expect(200);

        var after = await organization.VerifyAsync();
        after["intact"].ShouldBe("true");
        after["entries"].ShouldBe($"{before + 1001}");
        var entries = (await organization.Admin.GetAsync("/audit?limit=200").Expect(200)).Items.Skip(1).ToList();
        entries.Select(entry => entry.Text("actor.id")).Distinct().Count().ShouldBe(40);
        entries.Select(entry => entry.Text("action")).Distinct().Count().ShouldBeGreaterThan(3);
        entries.Select(entry => entry.Text("target.id")).Distinct().Count().ShouldBe(entries.Count);
        entries.Select(entry => entry.Text("at")).Distinct().Count().ShouldBe(entries.Count);
    }
}
