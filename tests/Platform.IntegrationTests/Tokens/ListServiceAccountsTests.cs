namespace Platform.IntegrationTests.Tokens;

public sealed class ListServiceAccountsTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task FindsByAPartOfTheNameAndPages(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var name in (string[])["Roster export", "dispatch bridge", "Fire bridge"])
        {
            await organization.Admin.PostAsync("/service-accounts", new { name, permissions = Array.Empty<string>() }).Expect(201);
        }

        (await organization.Admin.GetAsync("/service-accounts?q=BRIDGE").Expect(200)).Items.Count.ShouldBe(2);
        (await Paging.ReadAllAsync(organization.Admin, "/service-accounts?limit=2")).Select(item => item.Text("name")).ShouldBe(["dispatch bridge", "Fire bridge", "Roster export"]);
        await organization.Admin.GetAsync("/service-accounts?sort=size").ExpectInvalid("sort");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync();
        (await member.Client.GetAsync("/service-accounts").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("service-accounts:read");
    }
}
