namespace Platform.IntegrationTests.Personnel;

public sealed class UpdatePersonTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsGivenAndClearsWhatIsNull(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.Admin.PostAsync(
            "/people", new { name = "Pat", email = TestOrganization.NewEmail(), title = "Crew", employeeNumber = "7" }).Expect(201);
        var changed = await organization.Admin.PatchAsync($"/people/{made.Id}", new { name = "Patricia", title = (string?)null, apiAccessEnabled = true }).Expect(200);
        changed["name"].ShouldBe("Patricia");
        changed.Json["title"].ShouldBeNull();
        changed["employeeNumber"].ShouldBe("7");
        changed["apiAccessEnabled"].ShouldBe("true");
        changed["version"].ShouldBe("2");
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await organization.Admin.GetAsync($"/people?q=patricia").Expect(200)).Items.ShouldHaveSingleItem();
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionIsRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail() }).Expect(201);
        var path = $"/people/{made.Id}";
        var conditional = organization.Admin.WithHeader("If-Match", made.Headers.ETag!.Tag);
        await conditional.PatchAsync(path, new { title = "First" }).Expect(200);
        await conditional.PatchAsync(path, new { title = "Second" }).ExpectProblem(412, "stale-version");
        await organization.Admin.PatchAsync(path, new { title = "Third" }).Expect(200);
        (await organization.Admin.GetAsync(path).Expect(200))["title"].ShouldBe("Third");
        await organization.Admin.WithHeader("If-Match", "\"yesterday\"").PatchAsync(path, new { title = "Fourth" }).ExpectInvalid("If-Match");
    }

    [Theory, EachDatabase]
    public async Task ClearingApiAccessKillsTheTokenAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        var caller = organization.With(generated["secret"]);
        await caller.GetAsync("/me").Expect(200);

        await organization.Admin.PatchAsync($"/people/{person.Id}", new { apiAccessEnabled = false }).Expect(200);

        await caller.GetAsync("/me").ExpectProblem(401, "token-revoked");
        (await organization.Admin.GetAsync($"/tokens/{generated.Id}").Expect(200))["revokedReason"].ShouldBe("api-access-disabled");
        await person.Client.GetAsync("/me").Expect(200);

        // Checking the box again revives nothing.
        await organization.Admin.PatchAsync($"/people/{person.Id}", new { apiAccessEnabled = true }).Expect(200);
        await caller.GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task TheAddressIsNotTheOrganizationsToChange(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var path = $"/people/{person.Id}";
        await organization.Admin.PatchAsync(path, new { email = "mine@people.example" }).ExpectProblem(409, "conflict");
        (await organization.Admin.PatchAsync(path, new { email = person.Email.ToUpperInvariant(), password = "set-by-admin" }).Expect(200))["email"].ShouldBe(person.Email);
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnAddressThatNobodyHasJoinedWithIsCorrected(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (wrong, right) = (TestOrganization.NewEmail("slip"), TestOrganization.NewEmail("right"));
        var made = await organization.Admin.PostAsync("/people", new { name = "Ina", email = wrong, invite = true }).Expect(201);
        var path = $"/people/{made.Id}";
        await organization.Admin.PatchAsync(path, new { email = "nowhere" }).ExpectInvalid("email");
        await organization.Admin.PatchAsync(path, new { email = organization.AdministratorEmail }).ExpectProblem(409, "conflict");
        (await organization.Admin.PatchAsync(path, new { email = right }).Expect(200))["email"].ShouldBe(right);
        (await organization.Admin.GetAsync($"/people?q={right}").Expect(200)).Items.ShouldHaveSingleItem();

        // Whoever got the first link has no way in: neither as the one nor as the other.
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(made), password = TestOrganization.Password }).ExpectProblem(404, "not-found");
        var link = await organization.Admin.PostAsync($"{path}/invite").Expect(200);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = link["url"].Split("?token=")[1], password = TestOrganization.Password }).Expect(200);
        await organization.SignInAsync(right);
        await organization.Host.SignInAsync(wrong, TestOrganization.Password).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task AnAddressThatIsSomebodysAccountStays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var joined = await other.AddPersonAsync();
        var known = await organization.Admin.PostAsync("/people", new { name = "Pat", email = joined.Email }).Expect(201);
        await organization.Admin.PatchAsync($"/people/{known.Id}", new { email = TestOrganization.NewEmail() }).ExpectProblem(409, "conflict");

        var shared = TestOrganization.NewEmail();
        await other.Admin.PostAsync("/people", new { name = "Una", email = shared }).Expect(201);
        var here = await organization.Admin.PostAsync("/people", new { name = "Una", email = shared }).Expect(201);
        await organization.Admin.PatchAsync($"/people/{here.Id}", new { email = TestOrganization.NewEmail() }).ExpectProblem(409, "conflict");

        // Moved to an account that is there already: it keeps its password, and the link is accepted with that alone.
        var slip = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail() }).Expect(201);
        var third = await other.AddPersonAsync();
        await organization.Admin.PatchAsync($"/people/{slip.Id}", new { email = third.Email }).Expect(200);
        var link = await organization.Admin.PostAsync($"/people/{slip.Id}/invite").Expect(200);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = link["url"].Split("?token=")[1], password = "set by somebody else" }).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var path = $"/people/{organization.AdministratorId}";
        await organization.Admin.PatchAsync(path, new { name = "" }).ExpectInvalid("name");
        await organization.Admin.PatchAsync(path, new { title = new string('t', 201) }).ExpectInvalid("title");
        await organization.Admin.PatchAsync(path, new { employeeNumber = new string('9', 51) }).ExpectInvalid("employeeNumber");
        await organization.Admin.PatchAsync($"/people/{Guid.CreateVersion7()}", new { name = "Nobody" }).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync();
        (await member.Client.PatchAsync($"/people/{member.Id}", new { apiAccessEnabled = true }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
    }
}
