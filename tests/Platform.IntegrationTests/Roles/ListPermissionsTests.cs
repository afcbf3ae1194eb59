namespace Platform.IntegrationTests.Roles;

public sealed class ListPermissionsTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task AnyMemberSeesTheCatalogue(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var application = await op.PostAsync(
            "/instance/applications", new { name = "Parks", resources = new[] { new { name = "parks", actions = new[] { "read", "write" } } } }).Expect(201);
        var token = await organization.IssueTokenAsync("people:read");
        foreach (var client in (ApiClient[])[organization.Admin, organization.With(token.Secret)])
        {
            var all = (await client.GetAsync("/permissions").Expect(200)).Json.AsArray().Select(permission => permission!).ToList();
            all.Select(permission => permission.Text("name")).ShouldBeUnique();
            var own = all.Single(permission => permission.Text("name") == "tokens:generate");
            own.Text("urn").ShouldBe("urn:platform:tokens:*:generate");
            (own.Text("resource"), own.Text("action"), own.Text("module")).ShouldBe(("tokens", "generate", "Tokens"));
            own.Text("description").ShouldNotBeEmpty();
            own["applicationId"].ShouldBeNull();
            all.Single(permission => permission.Text("name") == "parks:write").Text("applicationId").ShouldBe(application["id"]);
        }
    }

    [Theory, EachDatabase]
    public async Task IsSearched(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        var found = (await admin.GetAsync("/permissions?q=GENERATE").Expect(200)).Json.AsArray();
        found.ShouldHaveSingleItem()!.Text("name").ShouldBe("tokens:generate");
        async Task<IReadOnlyList<string>> Find(string q) => [.. (await admin.GetAsync($"/permissions?q={q}").Expect(200)).Json.AsArray().Select(one => one!.Text("name"))];
        (await Find("AUDIT LOG")).ShouldBe(["audit:read", "audit:export"]);
        (await Find("personnel")).ShouldBe(["people:read", "people:write"]);
        (await Find("urn:platform:people:*:read")).ShouldBe(["people:read"]);
        (await Find("no such thing")).ShouldBeEmpty();
        (await Find("")).Count.ShouldBeGreaterThan(20);
    }
}
