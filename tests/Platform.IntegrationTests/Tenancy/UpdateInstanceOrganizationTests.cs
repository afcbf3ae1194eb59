namespace Platform.IntegrationTests.Tenancy;

public sealed class UpdateInstanceOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ChangesNameAndSlugUnderTheVersionSeen(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var path = $"/instance/organizations/{organization.Id}";
        var changed = await op.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { name = " Renamed ", slug = $"{organization.Slug}-x" }).Expect(200);
        (changed["name"], changed["slug"], changed["version"]).ShouldBe(("Renamed", $"{organization.Slug}-x", "2"));
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        await op.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { name = "Too late" }).ExpectProblem(412, "stale-version");
        (await organization.Admin.In(organization.Id).GetAsync("/organization").Expect(200))["name"].ShouldBe("Renamed");
        (await organization.Host.CountAuditAsync("organization.changed", organization.Id)).ShouldBe(2, "its own log and the instance's");
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamedAndOthersAreNotFound(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var path = $"/instance/organizations/{organization.Id}";
        await op.PatchAsync(path, new { name = "" }).ExpectInvalid("name");
        foreach (var slug in (string[])["", "a", "UPPER", "two words", Guid.CreateVersion7().ToString()])
        {
            await op.PatchAsync(path, new { slug }).ExpectInvalid("slug");
        }

        await op.PatchAsync($"/instance/organizations/{Guid.CreateVersion7()}", new { name = "Nobody" }).ExpectProblem(404, "not-found");
        await organization.Admin.PatchAsync(path, new { name = "Mine" }).ExpectProblem(403, "permission-denied");
    }
}
