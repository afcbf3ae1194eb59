namespace Platform.IntegrationTests.Roles;

public sealed class GetRoleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsWhatItPermits(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await organization.Admin.GetAsync($"/roles/{await organization.RoleAsync("Administrator")}").Expect(200);
        role.Json.Texts("permissions").ShouldBe(["admin"]);
        role["memberCount"].ShouldBe("1");
        role.Headers.ETag!.Tag.ShouldBe("\"1\"");
        await organization.Admin.GetAsync($"/roles/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
    }
}
