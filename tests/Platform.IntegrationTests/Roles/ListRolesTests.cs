namespace Platform.IntegrationTests.Roles;

public sealed class ListRolesTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task EveryOrganizationBeginsWithTheBuiltInOnes(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.AddPersonAsync("Member");
        var roles = (await organization.Admin.GetAsync("/roles").Expect(200)).Items;
        roles.Select(role => role.Text("name")).ShouldBe(["Administrator", "API user", "Manager", "Member"]);
        roles.ShouldAllBe(role => role.Text("builtIn") == "true");
        roles.Select(role => role.Text("memberCount")).ShouldBe(["1", "0", "0", "1"]);

        roles[0].Texts("permissions").ShouldBe(["admin"]);
        roles[1].Texts("permissions").ShouldBe(["*:read", "tokens:generate", "notifications:write"], ignoreOrder: true);
        roles[2].Texts("permissions").ShouldContain("tokens:*");
        roles[2].Texts("permissions").ShouldNotContain("roles:write");
        roles[3].Texts("permissions").ShouldAllBe(name => name.EndsWith(":read") || name == "notifications:*");
    }

    [Theory, EachDatabase]
    public async Task FindsByAPartOfTheNameAndPages(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var name in (string[])["Night Watch", "Day Watch", "Clerk"])
        {
            await organization.Admin.PostAsync("/roles", new { name, permissions = new[] { "people:read" } }).Expect(201);
        }

        (await organization.Admin.GetAsync("/roles?q=watch").Expect(200)).Items.Select(role => role.Text("name")).ShouldBe(["Day Watch", "Night Watch"]);
        var names = (await Paging.ReadAllAsync(organization.Admin, "/roles?sort=-name&limit=3")).Select(role => role.Text("name")).ToList();
        names.ShouldBe(["Night Watch", "Member", "Manager", "Day Watch", "Clerk", "API user", "Administrator"]);
        await organization.Admin.GetAsync("/roles?sort=members").ExpectInvalid("sort");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        (await organization.With(token.Secret).GetAsync("/roles").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:read");
    }
}
