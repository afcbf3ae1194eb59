namespace Platform.IntegrationTests.Tenancy;

public sealed class UpdateOrganizationTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsGivenAndClearsWhatIsNull(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var changed = await organization.Admin.PatchAsync("/organization", new { timeZone = "Europe/Berlin", contactEmail = "desk@people.example" }).Expect(200);
        changed["name"].ShouldBe(organization.Name);
        changed["timeZone"].ShouldBe("Europe/Berlin");
        changed["version"].ShouldBe("2");

        var cleared = await organization.Admin.PatchAsync("/organization", new { name = "Renamed", contactEmail = (string?)null }).Expect(200);
        cleared["name"].ShouldBe("Renamed");
        cleared.Json["contactEmail"].ShouldBeNull();
        (await organization.Admin.GetAsync("/me").Expect(200))["organization.name"].ShouldBe("Renamed");
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionIsRefused(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.WithHeader("If-Match", "\"1\"").PatchAsync("/organization", new { name = "First" }).Expect(200);
        await admin.WithHeader("If-Match", "\"1\"").PatchAsync("/organization", new { name = "Second" }).ExpectProblem(412, "stale-version");
        (await admin.GetAsync("/organization").Expect(200))["name"].ShouldBe("First");
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.PatchAsync("/organization", new { name = "" }).ExpectInvalid("name");
        await admin.PatchAsync("/organization", new { timeZone = "Mars/Olympus" }).ExpectInvalid("timeZone");
        await admin.PatchAsync("/organization", new { contactEmail = "nobody" }).ExpectInvalid("contactEmail");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync("Manager");
        (await member.Client.PatchAsync("/organization", new { name = "Mine" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("organization:write");
    }
}
