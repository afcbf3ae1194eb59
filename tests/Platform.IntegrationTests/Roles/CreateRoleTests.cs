namespace Platform.IntegrationTests.Roles;

public sealed class CreateRoleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task KeepsPermissionsInTheirShortForm(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var made = await organization.Admin.PostAsync("/roles", new
        {
            name = "Clerk",
            description = "At the desk",
            permissions = new[] { "users:read", "urn:platform:tokens:*:read", "tokens:read", "*:read", "urn:platform:people:4711:write" },
        }).Expect(201);
        made["builtIn"].ShouldBe("false");
        made["description"].ShouldBe("At the desk");
        made.Json.Texts("permissions").ShouldBe(["*:read", "people:read", "tokens:read", "urn:platform:people:4711:write"], ignoreOrder: true);
        made.Headers.Location!.OriginalString.ShouldBe($"/api/v1/roles/{made.Id}");
        (await organization.Admin.GetAsync($"/roles/{made.Id}").Expect(200))["name"].ShouldBe("Clerk");
    }

    [Theory, EachDatabase]
    public async Task AnUnknownPermissionIsRefusedWithTheNearestName(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        foreach (var (unknown, nearest) in new[] { ("poeple:read", "people:read"), ("tokens:wirte", "tokens:write"), ("admn", "admin"), ("PEOPLE:READ", "people:read") })
        {
            var message = await CreateAsync(organization.Admin, "Clerk", unknown).ExpectInvalid("permissions");
            message.ShouldContain($"'{unknown}'");
            if (unknown != "PEOPLE:READ")
            {
                message.ShouldContain($"'{nearest}'");
            }
        }

        await CreateAsync(organization.Admin, "Clerk", "nonsense:*").ExpectInvalid("permissions");
        await CreateAsync(organization.Admin, "Clerk", new string('x', 5000)).ExpectInvalid("permissions");
        await CreateAsync(organization.Admin, "Clerk", "").ExpectInvalid("permissions");
    }

    [Theory, EachDatabase]
    public async Task NobodyCreatesARoleBeyondTheirOwn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonHoldingAsync("roles:write", "people:read");
        foreach (var beyond in (string[])["people:write", "people:*", "*:read", "admin"])
        {
            (await CreateAsync(person.Client, "Mine", beyond).ExpectProblem(422, "scope-not-grantable"))["detail"].ShouldContain(beyond);
        }

        await CreateAsync(person.Client, "Mine", "people:read").Expect(201);
    }

    [Theory, EachDatabase]
    public async Task ATakenNameIsAConflictInAnyCase(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await CreateAsync(organization.Admin, "Clerk", "people:read").Expect(201);
        await CreateAsync(organization.Admin, "cLERK", "people:read").ExpectProblem(409, "conflict");
        await CreateAsync(organization.Admin, "Administrator", "people:read").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        foreach (var name in (string[])["", "  ", new string('n', 101), new string('n', 300)])
        {
            await CreateAsync(admin, name, "people:read").ExpectInvalid("name");
        }

        await admin.PostAsync("/roles", new { name = "Clerk" }).ExpectInvalid("permissions");
        await admin.PostAsync("/roles", new { name = "Clerk", permissions = new string?[] { null } }).ExpectInvalid("permissions");
        await admin.PostAsync("/roles", new { name = "Clerk", permissions = Enumerable.Repeat("people:read", 5001) }).ExpectInvalid("permissions");
    }

    [Theory, EachDatabase]
    public async Task AnApiUserMayNot(Database database)
    {
        var person = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync("API user");
        (await CreateAsync(person.Client, "Mine", "people:read").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:write");
    }

    private static Task<Answer> CreateAsync(ApiClient client, string name, string permission) =>
        client.PostAsync("/roles", new { name, permissions = new[] { permission } });
}
