namespace Platform.IntegrationTests.Roles;

public sealed class CloneRoleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task MakesARoleOfTheSamePermissionsWithNobodyInIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var member = await organization.RoleAsync("Member");
        await organization.AddPersonAsync("Member");
        var copy = await organization.Admin.PostAsync($"/roles/{member}/clone", new { name = "Guest" }).Expect(201);
        var original = await organization.Admin.GetAsync($"/roles/{member}").Expect(200);
        (copy["name"], copy["builtIn"], copy["memberCount"], copy["description"]).ShouldBe(("Guest", "false", "0", original["description"]));
        copy.Json.Texts("permissions").ShouldBe(original.Json.Texts("permissions"), ignoreOrder: true);
        copy.Headers.Location!.OriginalString.ShouldBe($"/api/v1/roles/{copy.Id}");
        await organization.Admin.PatchAsync($"/roles/{copy.Id}", new { permissions = new[] { "people:read" } }).Expect(200);
        (await organization.Admin.GetAsync($"/roles/{member}").Expect(200)).Body.ShouldBe(original.Body);
    }

    [Theory, EachDatabase]
    public async Task NobodyClonesWhatTheyDontHold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonHoldingAsync("roles:write", "people:read");
        foreach (var beyond in (string[])["Administrator", "Manager", "API user"])
        {
            await person.Client.PostAsync($"/roles/{await organization.RoleAsync(beyond)}/clone", new { name = "Mine" }).ExpectProblem(422, "scope-not-grantable");
        }
    }

    [Theory, EachDatabase]
    public async Task BadNamesAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var path = $"/roles/{await organization.RoleAsync("Member")}/clone";
        foreach (var name in (string?[])["", " ", null, new string('n', 300)])
        {
            await organization.Admin.PostAsync(path, new { name }).ExpectInvalid("name");
        }

        await organization.Admin.PostAsync(path, new { name = "mEMBER" }).ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"/roles/{Guid.CreateVersion7()}/clone", new { name = "Copy" }).ExpectProblem(404, "not-found");
    }
}
