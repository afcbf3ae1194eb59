namespace Platform.IntegrationTests.Tenancy;

public sealed class GetOrganizationTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsTheSettingsWithTheirVersion(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var found = await organization.Admin.GetAsync("/organization").Expect(200);
        found["id"].ShouldBe(organization.Id.ToString());
        found["timeZone"].ShouldBe("UTC");
        found["tokenPolicy.userTokenLifetimeDays"].ShouldBe("365");
        found.Headers.ETag!.Tag.ShouldBe($"\"{found["version"]}\"");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        (await organization.With(token.Secret).GetAsync("/organization").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("organization:read");
    }
}
