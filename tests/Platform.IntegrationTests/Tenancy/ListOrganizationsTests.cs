namespace Platform.IntegrationTests.Tenancy;

public sealed class ListOrganizationsTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task FindsByAPartOfNameOrSlugAndByStatus(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var named = await organization.Host.CreateOrganizationAsync("Zebra Keepers");
        var op = await organization.Host.OperatorAsync();
        foreach (var q in (string[])["Zebra", "zebra", "KEEP", named.Slug, named.Slug[2..]])
        {
            var found = (await op.GetAsync($"/instance/organizations?q={q}").Expect(200)).Items.ShouldHaveSingleItem();
            found.Text("id").ShouldBe(named.Id.ToString());
            found.Text("status").ShouldBe("active");
            found.Text("people").ShouldBe("1");
        }

        (await op.GetAsync("/instance/organizations?q=zebra&status=suspended").Expect(200)).Items.ShouldBeEmpty();
        await op.PostAsync($"/instance/organizations/{named.Id}/suspend").Expect(200);
        (await op.GetAsync("/instance/organizations?q=zebra&status=suspended").Expect(200)).Items.ShouldHaveSingleItem();
        (await op.GetAsync("/instance/organizations?q=zebra&status=active").Expect(200)).Items.ShouldBeEmpty();
        await op.GetAsync("/instance/organizations?status=asleep").ExpectInvalid("status");
    }

    [Theory, EachDatabase]
    public async Task PagesInTheOrderAskedFor(Database database)
    {
        var host = await hosts.OnAsync(database);
        for (var count = 0; count < 5; count++)
        {
            await host.CreateOrganizationAsync();
        }

        var op = await host.OperatorAsync();
        var slugs = (await op.GetAsync("/instance/organizations?sort=-slug&limit=200").Expect(200)).Items.Select(item => item.Text("slug")).ToList();
        var paged = await Paging.ReadAllAsync(op, "/instance/organizations?sort=-slug&limit=2");
        paged.Select(item => item.Text("slug")).ShouldBe(slugs);
        slugs.ShouldBeUnique();
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database) =>
        await (await hosts.OrganizationOnAsync(database)).Admin.GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");
}
