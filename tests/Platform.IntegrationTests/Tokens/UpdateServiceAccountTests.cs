namespace Platform.IntegrationTests.Tokens;

public sealed class UpdateServiceAccountTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsGiven(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var id = await organization.CreateServiceAccountAsync("people:read");
        var changed = await organization.Admin.PatchAsync($"/service-accounts/{id}", new { name = $"Renamed {id}", description = "Runs at night", permissions = new[] { "people:*" } }).Expect(200);
        changed["description"].ShouldBe("Runs at night");
        changed.Json.Texts("permissions").ShouldBe(["people:*"]);
        changed["version"].ShouldBe("2");
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");

        var cleared = await organization.Admin.PatchAsync($"/service-accounts/{id}", new { description = (string?)null }).Expect(200);
        cleared.Json["description"].ShouldBeNull();
        cleared["name"].ShouldBe($"Renamed {id}");
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionATakenNameAndBadFieldsAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (id, other) = (await organization.CreateServiceAccountAsync("people:read"), await organization.CreateServiceAccountAsync("people:read"));
        var taken = (await organization.Admin.GetAsync($"/service-accounts/{other}").Expect(200))["name"];
        var path = $"/service-accounts/{id}";
        await organization.Admin.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { description = "First" }).Expect(200);
        await organization.Admin.WithHeader("If-Match", "\"1\"").PatchAsync(path, new { description = "Second" }).ExpectProblem(412, "stale-version");
        await organization.Admin.PatchAsync(path, new { name = taken.ToUpperInvariant() }).ExpectProblem(409, "conflict");
        await organization.Admin.PatchAsync(path, new { name = " " }).ExpectInvalid("name");
        await organization.Admin.PatchAsync(path, new { status = "asleep" }).ExpectInvalid("status");
        await organization.Admin.PatchAsync(path, new { permissions = new[] { "peopel:read" } }).ExpectInvalid("permissions");
        await organization.Admin.PatchAsync($"/service-accounts/{Guid.CreateVersion7()}", new { name = "N" }).ExpectProblem(404, "not-found");
        (await organization.Admin.GetAsync(path).Expect(200))["description"].ShouldBe("First");
    }

    [Theory, EachDatabase]
    public async Task DisablingStopsItsTokensAtOnceAndEnablingRevivesWhatNobodyRevoked(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var kept = await organization.IssueTokenAsync("people:read");
        var revoked = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = kept.OwnerId, name = $"Second {kept.Id}", expiresAt = (string?)null, scopes = new[] { "people:read" } }).Expect(201);
        await organization.With(kept.Secret).GetAsync("/me").Expect(200);
        await organization.With(revoked["secret"]).GetAsync("/me").Expect(200);
        await organization.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);

        var disabled = await organization.Admin.PatchAsync($"/service-accounts/{kept.OwnerId}", new { status = "disabled" }).Expect(200);
        disabled["status"].ShouldBe("disabled");
        await organization.With(kept.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.Admin.PostAsync($"/tokens/{kept.Id}/rotate", new { overlapHours = 1 }).ExpectProblem(409, "conflict");

        await organization.Admin.PatchAsync($"/service-accounts/{kept.OwnerId}", new { status = "active" }).Expect(200);
        await organization.With(kept.Secret).GetAsync("/me").Expect(200);
        await organization.With(revoked["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        (await organization.Admin.GetAsync($"/audit?targetId={kept.OwnerId}").Expect(200)).Items.Select(entry => entry.Text("action"))
            .ShouldBe(["service-account.enabled", "service-account.disabled", "service-account.created"]);
    }

    [Theory, EachDatabase]
    public async Task TakingAPermissionAwayTakesItFromItsTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read", "roles:read");
        await organization.With(token.Secret).GetAsync("/roles").Expect(200);
        await organization.Admin.PatchAsync($"/service-accounts/{token.OwnerId}", new { permissions = new[] { "people:read" } }).Expect(200);
        await organization.With(token.Secret).GetAsync("/roles").ExpectProblem(403, "permission-denied");
        await organization.With(token.Secret).GetAsync("/people").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task NobodyGivesItWhatTheyDoNotHold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var writer = await organization.AddPersonHoldingAsync("service-accounts:*", "people:read");
        var id = await organization.CreateServiceAccountAsync("roles:read");
        var path = $"/service-accounts/{id}";
        (await writer.Client.PatchAsync(path, new { permissions = new[] { "roles:read", "people:write" } }).ExpectProblem(422, "scope-not-grantable"))["detail"].ShouldContain("people:write");
        await writer.Client.PatchAsync(path, new { permissions = new[] { "admin" } }).ExpectProblem(422, "scope-not-grantable");
        await writer.Client.PatchAsync(path, new { permissions = new[] { "roles:read", "people:read" } }).Expect(200);

        // What works again is given too; taking away needs nothing.
        await writer.Client.PatchAsync(path, new { status = "disabled" }).Expect(200);
        await writer.Client.PatchAsync(path, new { status = "active" }).ExpectProblem(422, "scope-not-grantable");
        var reader = await organization.AddPersonHoldingAsync("service-accounts:read");
        (await reader.Client.PatchAsync(path, new { status = "active" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("service-accounts:write");
        (await organization.Admin.GetAsync(path).Expect(200))["status"].ShouldBe("disabled");
    }

    [Theory, EachDatabase]
    public async Task OutlivesWhoeverMadeIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var maker = await organization.AddPersonAsync("Manager");
        var account = await maker.Client.PostAsync("/service-accounts", new { name = $"Made by {maker.Id}", permissions = new[] { "people:read" } }).Expect(201);
        var token = await maker.Client.PostAsync(
            "/tokens", new { serviceAccountId = account.Id, name = $"By {maker.Id}", expiresAt = (string?)null, scopes = new[] { "people:read" } }).Expect(201);
        await organization.Admin.PostAsync($"/people/{maker.Id}/deactivate").Expect(200);
        await organization.With(token["secret"]).GetAsync("/people").Expect(200);
        (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200))["createdBy.name"].ShouldBe(maker.Name);
    }
}
