namespace Platform.IntegrationTests.Roles;

public sealed class ListApplicationsTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task PagesByName(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        foreach (var name in (string[])["Cedar", "alder", "Birch"])
        {
            await op.PostAsync("/instance/applications", new { name, resources = new[] { new { name = name.ToLowerInvariant(), actions = new[] { "read" } } } }).Expect(201);
        }

        (await Paging.ReadAllAsync(op, "/instance/applications?limit=2")).Select(item => item.Text("name")).ShouldBe(["alder", "Birch", "Cedar"]);
        (await organization.Admin.GetAsync("/instance/applications").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }
}
