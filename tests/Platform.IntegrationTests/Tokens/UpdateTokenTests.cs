namespace Platform.IntegrationTests.Tokens;

public sealed class UpdateTokenTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsGivenFromTheNextRequestOn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read", "roles:read");
        await organization.With(token.Secret).GetAsync("/roles").Expect(200);
        var end = organization.Host.Now.AddDays(40);
        var changed = await organization.Admin.PatchAsync($"/tokens/{token.Id}", new
        {
            name = $"Renamed {token.Id}",
            description = "Reads people",
            integrations = new[] { "Payroll" },
            rateLimitPerMinute = 600,
            scopes = new[] { "people:read" },
            expiresAt = end,
        }).Expect(200);
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (changed["name"], changed["description"], changed["rateLimitPerMinute"]).ShouldBe(($"Renamed {token.Id}", "Reads people", "600"));
        changed.Json.Time("expiresAt").ShouldBe(end);
        await organization.With(token.Secret).GetAsync("/roles").ExpectProblem(403, "permission-denied");
        (await organization.With(token.Secret).GetAsync("/me").Expect(200)).Json.Time("credential.expiresAt").ShouldBe(end);
        (await organization.Admin.GetAsync("/tokens?q=payr").Expect(200)).Items.ShouldHaveSingleItem();
        (await organization.Admin.GetAsync($"/tokens?q=renamed {token.Id}").Expect(200)).Items.ShouldHaveSingleItem();
        (await organization.Admin.GetAsync($"/tokens?q={Uri.EscapeDataString(token.Name)}").Expect(200)).Items.ShouldBeEmpty();

        await organization.Admin.PatchAsync($"/tokens/{token.Id}", new { allowedAddresses = new[] { "192.0.2.0/24" } }).Expect(200);
        await organization.With(token.Secret).GetAsync("/people").ExpectProblem(403, "address-not-allowed");
        await organization.Admin.PatchAsync($"/tokens/{token.Id}", new { allowedAddresses = Array.Empty<string>(), rateLimitPerMinute = (int?)null }).Expect(200);
        (await organization.With(token.Secret).GetAsync("/people").Expect(200)).Body.ShouldNotBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task GoesDownwardsOnly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var end = organization.Host.Now.AddDays(10);
        var token = await organization.IssueTokenAsync(["people:read"], end);
        var path = $"/tokens/{token.Id}";
        await organization.Admin.PatchAsync(path, new { expiresAt = end.AddMilliseconds(1) }).ExpectProblem(422, "token-not-extendable");
        await organization.Admin.PatchAsync(path, new { expiresAt = (string?)null }).ExpectProblem(422, "token-not-extendable");
        await organization.Admin.PatchAsync(path, new { expiresAt = organization.Host.Now }).ExpectInvalid("expiresAt");
        var wider = await organization.Admin.PatchAsync(path, new { scopes = new[] { "people:read", "people:write" } }).ExpectProblem(422, "scope-not-grantable");
        wider["detail"].ShouldContain("people:write");
        await organization.Admin.PatchAsync(path, new { scopes = new[] { "*:read" } }).ExpectProblem(422, "scope-not-grantable");
        await organization.Admin.PatchAsync(path, new { scopes = Array.Empty<string>() }).ExpectInvalid("scopes");
        await organization.Admin.PatchAsync(path, new { rateLimitPerMinute = 0 }).ExpectInvalid("rateLimitPerMinute");
        await organization.Admin.PatchAsync(path, new { allowedAddresses = new[] { "192.0.2.7/24" } }).ExpectInvalid("allowedAddresses");
        await organization.Admin.PatchAsync(path, new { name = "" }).ExpectInvalid("name");
        await organization.Admin.PatchAsync(path, new { expiresAt = end }).Expect(200);
        (await organization.Admin.GetAsync(path).Expect(200))["version"].ShouldBe("1");
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionATakenNameAndAnEndedTokenAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (token, other) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        var path = $"/tokens/{token.Id}";
        await organization.Admin.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { description = "First" }).Expect(200);
        await organization.Admin.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { description = "Second" }).ExpectProblem(412, "stale-version");
        await organization.Admin.PatchAsync(path, new { name = other.Name.ToUpperInvariant() }).ExpectProblem(409, "token-name-taken");
        await organization.Admin.PatchAsync(path, new { name = token.Name.ToUpperInvariant() }).Expect(200);
        await organization.Admin.DeleteAsync(path).Expect(200);
        await organization.Admin.PatchAsync(path, new { description = "Third" }).ExpectProblem(409, "conflict");
        await organization.Admin.PatchAsync($"/tokens/{Guid.CreateVersion7()}", new { description = "N" }).ExpectProblem(404, "not-found");
        var reader = await organization.AddPersonHoldingAsync("tokens:read");
        await reader.Client.PatchAsync($"/tokens/{other.Id}", new { description = "N" }).ExpectProblem(403, "permission-denied");
        await (await organization.Host.CreateOrganizationAsync()).Admin.PatchAsync($"/tokens/{other.Id}", new { description = "N" }).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task APersonsTokenIsNarrowedByOthersAndNothingElse(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var owner = await organization.AddPersonAsync("Manager", apiAccess: true);
        var token = await owner.Client.PostAsync("/me/token").Expect(201);
        var path = $"/tokens/{token.Id}";
        foreach (var other in (ApiClient[])[organization.Admin, organization.With(token["secret"])])
        {
            await other.PatchAsync(path, new { name = "Mine now" }).ExpectProblem(403, "permission-denied");
            await other.PatchAsync(path, new { integrations = new[] { "Mine" } }).ExpectProblem(403, "permission-denied");
        }

        await organization.Admin.PatchAsync(path, new { scopes = new[] { "people:read", "tokens:write" }, allowedAddresses = new[] { "127.0.0.0/8" }, rateLimitPerMinute = 50 }).Expect(200);
        await organization.Admin.PatchAsync(path, new { allowedAddresses = new[] { "127.0.0.0/16" }, rateLimitPerMinute = 40 }).Expect(200);
        await organization.Admin.PatchAsync(path, new { allowedAddresses = new[] { "10.0.0.0/8" } }).ExpectProblem(403, "permission-denied");
        await organization.Admin.PatchAsync(path, new { allowedAddresses = Array.Empty<string>() }).ExpectProblem(403, "permission-denied");
        await organization.Admin.PatchAsync(path, new { rateLimitPerMinute = 41 }).ExpectProblem(403, "permission-denied");
        await organization.Admin.PatchAsync(path, new { rateLimitPerMinute = (int?)null }).ExpectProblem(403, "permission-denied");
        await organization.Admin.PatchAsync(path, new { scopes = new[] { "people:write" } }).ExpectProblem(422, "scope-not-grantable");
        await organization.Admin.PatchAsync(path, new { expiresAt = token.Json.Time("expiresAt").AddDays(1) }).ExpectProblem(422, "token-not-extendable");
        await owner.Client.PatchAsync(path, new { name = "My own", allowedAddresses = Array.Empty<string>() }).Expect(200);
        (await organization.With(token["secret"]).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["people:read", "tokens:write"]);
    }
}
