namespace Platform.IntegrationTests.Roles;

public sealed class UpdateRoleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ChangesWhatIsNamedAndLeavesTheRest(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        var role = await CreateAsync(admin, "Clerk", "people:read", "urn:platform:tokens:4711:read");
        (await admin.PatchAsync($"/roles/{role}", new { description = "At the desk" }).Expect(200))["description"].ShouldBe("At the desk");
        var changed = await admin.PatchAsync($"/roles/{role}", new { name = "Chief clerk", permissions = new[] { "users:write", "urn:platform:tokens:4711:read" } }).Expect(200);
        (changed["name"], changed["description"], changed["version"]).ShouldBe(("Chief clerk", "At the desk", "3"));
        changed.Json.Texts("permissions").ShouldBe(["people:write", "urn:platform:tokens:4711:read"], ignoreOrder: true);
        changed.Headers.ETag!.Tag.ShouldBe("\"3\"");
        var entry = (await admin.GetAsync($"/audit?targetId={role}&action=role.changed&limit=1").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("target.name").ShouldBe("Chief clerk");
        entry.Texts("changes.permissions.after").ShouldBe(["people:write", "urn:platform:tokens:4711:read"], ignoreOrder: true);
    }

    [Theory, EachDatabase]
    public async Task IsInForceOnTheNextRequestOfSessionAndToken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await CreateAsync(organization.Admin, "Worker", "tokens:generate", "people:read", "roles:read");
        var person = await MemberAsync(organization, role);
        var token = organization.With((await person.PostAsync("/me/token").Expect(201))["secret"]);
        foreach (var client in (ApiClient[])[person, token])
        {
            await client.GetAsync("/people").Expect(200);
            await client.GetAsync("/tokens").ExpectProblem(403, "permission-denied");
        }

        await organization.Admin.PatchAsync($"/roles/{role}", new { permissions = new[] { "tokens:*" } }).Expect(200);
        foreach (var client in (ApiClient[])[person, token])
        {
            (await client.GetAsync("/people").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:read");
            await client.GetAsync("/tokens").Expect(200);
            (await client.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["tokens:*"]);
        }
    }

    [Theory, EachDatabase]
    public async Task AStaleVersionIsRefused(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        var role = await CreateAsync(admin, "Clerk", "people:read");
        await admin.WithHeader("If-Match", "\"1\"").PatchAsync($"/roles/{role}", new { name = "First" }).Expect(200);
        await admin.WithHeader("If-Match", "\"1\"").PatchAsync($"/roles/{role}", new { name = "Second" }).ExpectProblem(412, "stale-version");
        (await admin.GetAsync($"/roles/{role}").Expect(200))["name"].ShouldBe("First");
    }

    [Theory, EachDatabase]
    public async Task ABuiltInRoleStaysAsItIs(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var name in (string[])["Administrator", "Manager", "Member", "API user"])
        {
            var id = await organization.RoleAsync(name);
            (await organization.Admin.PatchAsync($"/roles/{id}", new { description = "Mine" }).ExpectProblem(409, "conflict"))["detail"].ShouldContain("Clone");
        }
    }

    [Theory, EachDatabase]
    public async Task NobodyRaisesThemselvesByTheirOwnRole(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await CreateAsync(organization.Admin, "Role writer", "roles:*", "people:*");
        var person = await MemberAsync(organization, role);
        foreach (var beyond in (string[])["admin", "*:read", "tokens:write", "urn:platform:tokens:4711:read"])
        {
            var refused = await person.PatchAsync($"/roles/{role}", new { permissions = new[] { "roles:*", "people:*", beyond } }).ExpectProblem(422, "scope-not-grantable");
            refused["detail"].ShouldContain(beyond);
        }

        // Nor by a second role that they would give themselves, or by taking over another's.
        var other = await CreateAsync(organization.Admin, "Token writer", "tokens:*");
        await person.PatchAsync($"/roles/{other}", new { permissions = new[] { "tokens:*", "admin" } }).ExpectProblem(422, "scope-not-grantable");
        await person.PutAsync($"/people/{await IdAsync(person)}/roles", new { roleIds = new[] { role, other } }).ExpectProblem(422, "scope-not-grantable");
        (await organization.Admin.GetAsync($"/roles/{role}").Expect(200)).Json.Texts("permissions").ShouldBe(["people:*", "roles:*"], ignoreOrder: true);
    }

    [Theory, EachDatabase]
    public async Task NobodyTakesAwayWhatTheyDontHoldAndMayLeaveItInPlace(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonHoldingAsync("roles:write", "people:read");
        var role = await CreateAsync(organization.Admin, "Mixed", "tokens:write");
        await person.Client.PatchAsync($"/roles/{role}", new { permissions = Array.Empty<string>() }).ExpectProblem(422, "scope-not-grantable");
        await person.Client.PatchAsync($"/roles/{role}", new { name = "Mixed still", permissions = new[] { "tokens:write", "people:read" } }).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnUnknownPermissionIsRefusedWithTheNearestName(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        var role = await CreateAsync(admin, "Clerk", "people:read");
        (await admin.PatchAsync($"/roles/{role}", new { permissions = new[] { "poeple:read" } }).ExpectInvalid("permissions")).ShouldContain("'people:read'");
        (await admin.PatchAsync($"/roles/{role}", new { permissions = new[] { "urn:acme:people:*:read" } }).ExpectInvalid("permissions")).ShouldContain("urn:acme");
    }

    [Theory, EachDatabase]
    public async Task BadNamesAreRefused(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        var role = await CreateAsync(admin, "Clerk", "people:read");
        await CreateAsync(admin, "Porter", "people:read");
        foreach (var name in (string[])["", "   ", new string('n', 300)])
        {
            await admin.PatchAsync($"/roles/{role}", new { name }).ExpectInvalid("name");
        }

        await admin.PatchAsync($"/roles/{role}", new { name = " pORTER " }).ExpectProblem(409, "conflict");
        await admin.PatchAsync($"/roles/{role}", new { name = "CLERK" }).Expect(200);
        await admin.PatchAsync($"/roles/{role}", new { description = new string('d', 401) }).ExpectInvalid("description");
        await admin.PatchAsync($"/roles/{role}", new { permissions = Enumerable.Repeat("people:read", 5001) }).ExpectInvalid("permissions");
        await admin.PatchAsync($"/roles/{Guid.CreateVersion7()}", new { name = "Nobody" }).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task ANewNameShowsWhereTheRoleIsNamed(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await CreateAsync(organization.Admin, "Before", "people:read");
        var person = await IdAsync(await MemberAsync(organization, role));
        await organization.Admin.PatchAsync($"/roles/{role}", new { name = "After" }).Expect(200);
        (await organization.Admin.GetAsync($"/people/{person}").Expect(200))["roles.0.name"].ShouldBe("After");
        await organization.Admin.PutAsync($"/people/{person}/roles", new { roleIds = Array.Empty<Guid>() }).Expect(200);
        var entries = (await organization.Admin.GetAsync("/audit?action=role-assignment.deleted&limit=1").Expect(200)).Items;
        entries.ShouldHaveSingleItem().Text("target.name").ShouldBe("After");
    }

    [Theory, EachDatabase]
    public async Task AnotherOrganizationsRoleIsNotThere(Database database)
    {
        var (mine, other) = (await hosts.OrganizationOnAsync(database), await hosts.OrganizationOnAsync(database));
        var role = await CreateAsync(other.Admin, "Theirs", "people:read");
        await mine.Admin.PatchAsync($"/roles/{role}", new { name = "Mine" }).ExpectProblem(404, "not-found");
        await mine.Admin.DeleteAsync($"/roles/{role}").ExpectProblem(404, "not-found");
        await mine.Admin.PostAsync($"/roles/{role}/clone", new { name = "Mine" }).ExpectProblem(404, "not-found");
        await mine.Admin.PostAsync($"/roles/{role}/preview", new { permissions = Array.Empty<string>() }).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task AMemberMayNot(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await CreateAsync(organization.Admin, "Clerk", "people:read");
        var member = (await organization.AddPersonAsync()).Client;
        foreach (var refused in (Task<Answer>[])
        [
            member.PatchAsync($"/roles/{role}", new { name = "Mine" }),
            member.DeleteAsync($"/roles/{role}"),
            member.PostAsync($"/roles/{role}/clone", new { name = "Mine" }),
            member.PostAsync($"/roles/{role}/preview", new { permissions = Array.Empty<string>() }),
        ])
        {
            (await refused.ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:write");
        }
    }

    internal static async Task<Guid> CreateAsync(ApiClient client, string name, params string[] permissions) =>
        (await client.PostAsync("/roles", new { name, permissions }).Expect(201)).Id;

    /// <summary>A person, signed in, with API access, who has this role and nothing else.</summary>
    internal static async Task<ApiClient> MemberAsync(TestOrganization organization, params Guid[] roles)
    {
        var person = await organization.AddPersonAsync(apiAccess: true);
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = roles }).Expect(200);
        return person.Client;
    }

    internal static async Task<Guid> IdAsync(ApiClient person) => Guid.Parse((await person.GetAsync("/me").Expect(200))["subject.id"]);
}
