namespace Platform.IntegrationTests.Tokens;

public sealed class GetServiceAccountTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsItsRecordToItsOwnOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var found = await organization.Admin.GetAsync($"/service-accounts/{token.OwnerId}").Expect(200);
        found["tokenCount"].ShouldBe("1");
        found.Headers.ETag!.Tag.ShouldBe("\"1\"");
        await organization.Admin.GetAsync($"/service-accounts/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
        var other = await organization.Host.CreateOrganizationAsync();
        await other.Admin.GetAsync($"/service-accounts/{token.OwnerId}").ExpectProblem(404, "not-found");
    }
}
