namespace Platform.IntegrationTests.Roles;

public sealed class CreateApplicationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ItsPermissionsCanBeGranted(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        await organization.Admin.PostAsync("/roles", new { name = "Gardener", permissions = new[] { "gardens:read" } }).ExpectInvalid("permissions");
        var made = await CreateAsync(op, "Gardens", "gardens", "read", "write").Expect(201);
        made["resources.0.name"].ShouldBe("gardens");
        made.Json["resources"]![0]!.Texts("actions").ShouldBe(["read", "write"], ignoreOrder: true);
        await organization.Admin.PostAsync("/roles", new { name = "Gardener", permissions = new[] { "gardens:read", "gardens:*" } }).Expect(201);
        (await organization.IssueTokenAsync("gardens:write")).Secret.ShouldNotBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task ATakenNameOrResourceIsAConflict(Database database)
    {
        var op = await (await hosts.OnAsync(database)).OperatorAsync();
        await CreateAsync(op, "Harbors", "harbors", "read").Expect(201);
        await CreateAsync(op, "HARBORS", "piers", "read").ExpectProblem(409, "conflict");
        await CreateAsync(op, "Other", "harbors", "read").ExpectProblem(409, "conflict");
        await CreateAsync(op, "Other", "people", "read").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var op = await (await hosts.OnAsync(database)).OperatorAsync();
        await CreateAsync(op, "", "lakes", "read").ExpectInvalid("name");
        await op.PostAsync("/instance/applications", new { name = "Lakes" }).ExpectInvalid("resources");
        foreach (var (resource, action) in new[] { ("Lakes", "read"), ("lakes", "*"), ("*", "read"), ("la:kes", "read"), ("lakes", "") })
        {
            (await CreateAsync(op, "Lakes", resource, action)).ExpectProblem(422, "validation-failed");
        }

        await op.PostAsync("/instance/applications", new { name = "Lakes", resources = new object?[] { null } }).ExpectProblem(422, "validation-failed");
        await op.PostAsync("/instance/applications", new { name = "Lakes", resources = new[] { new { name = "lakes" } } }).ExpectProblem(422, "validation-failed");
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        (await CreateAsync(organization.Admin, "Mine", "mine", "read").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }

    private static Task<Answer> CreateAsync(ApiClient client, string name, string resource, params string[] actions) =>
        client.PostAsync("/instance/applications", new { name, resources = new[] { new { name = resource, actions } } });
}
