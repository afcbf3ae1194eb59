namespace Platform.IntegrationTests.Tokens;

public sealed class GetTokenTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ShowsItWithItsVersion(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var found = await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200);
        found["name"].ShouldBe(token.Name);
        found.Headers.ETag!.Tag.ShouldBe($"\"{found["version"]}\"");
        foreach (var absent in (string[])["revokedAt", "revokedBy", "revokedReason", "replacedById", "lastUsedAt", "lastUsedIp", "rateLimitPerMinute"])
        {
            found.Json.AsObject().ContainsKey(absent).ShouldBeTrue(absent);
            found.Json[absent].ShouldBeNull();
        }

        await organization.Admin.GetAsync($"/tokens/{Guid.CreateVersion7()}").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("tokens:write");
        (await organization.With(token.Secret).GetAsync($"/tokens/{token.Id}").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:read");
    }
}
