namespace Platform.IntegrationTests.Personnel;

public sealed class GetPersonTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsTheRecordWithItsVersion(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var found = await organization.Admin.GetAsync($"/people/{person.Id}").Expect(200);
        found["email"].ShouldBe(person.Email);
        found["status"].ShouldBe("active");
        found["roles.0.name"].ShouldBe("Member");
        found.Headers.ETag!.Tag.ShouldBe($"\"{found["version"]}\"");
    }

    [Theory, EachDatabase]
    public async Task AnUnknownIdIsNotFound(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.GetAsync($"/people/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
        await admin.GetAsync("/people/no-id").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:write");
        (await organization.With(token.Secret).GetAsync($"/people/{organization.AdministratorId}").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:read");
    }
}
