namespace Platform.IntegrationTests.Tenancy;

public sealed class GetInstanceOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ShowsThatItIsThereAndNothingInsideIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var found = await (await organization.Host.OperatorAsync()).GetAsync($"/instance/organizations/{organization.Id}").Expect(200);
        found.Json.AsObject().Select(field => field.Key).ShouldBe(
            ["id", "slug", "name", "status", "createdAt", "suspendedAt", "suspendedReason", "deletedAt", "purgeAt", "people", "tokens", "version"]);
        (found["slug"], found["people"], found["tokens"]).ShouldBe((organization.Slug, "1", "0"));
        found.Headers.ETag!.Tag.ShouldBe("\"1\"");
        await organization.AddPersonAsync();
        await organization.IssueTokenAsync("people:read");
        found = await (await organization.Host.OperatorAsync()).GetAsync($"/instance/organizations/{organization.Id}").Expect(200);
        (found["people"], found["tokens"]).ShouldBe(("2", "1"));
    }

    [Theory, EachDatabase]
    public async Task AnUnknownIdIsNotFound(Database database)
    {
        var op = await (await hosts.OnAsync(database)).OperatorAsync();
        await op.GetAsync($"/instance/organizations/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
        await op.GetAsync("/instance/organizations/no-id").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.GetAsync($"/instance/organizations/{organization.Id}").ExpectProblem(403, "permission-denied");
    }
}
