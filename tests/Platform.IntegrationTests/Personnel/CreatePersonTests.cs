namespace Platform.IntegrationTests.Personnel;

public sealed class CreatePersonTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task AnswersWithTheWholeRecord(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var role = await organization.RoleAsync("Member");
        var made = await organization.Admin.PostAsync("/people", new
        {
            name = " Nia Newcomer ",
            email = "Nia.Newcomer@people.example",
            title = "Dispatcher",
            employeeNumber = "A-17",
            roleIds = new[] { role },
            apiAccessEnabled = true,
        }).Expect(201);
        made["name"].ShouldBe("Nia Newcomer");
        made["email"].ShouldBe("Nia.Newcomer@people.example");
        made["title"].ShouldBe("Dispatcher");
        made["employeeNumber"].ShouldBe("A-17");
        made["status"].ShouldBe("invited");
        made["apiAccessEnabled"].ShouldBe("true");
        made["roles.0.name"].ShouldBe("Member");
        made["version"].ShouldBe("1");
        made.Headers.ETag!.Tag.ShouldBe("\"1\"");
        made.Json.Time("createdAt").ShouldBe(organization.Host.Now);
        made.Json["lastSignInAt"].ShouldBeNull();
        made.Json["invitation"].ShouldBeNull();
        made.Headers.Location!.OriginalString.ShouldBe($"/api/v1/people/{made.Id}");
        (await organization.Admin.GetAsync($"/people/{made.Id}").Expect(200))["email"].ShouldBe(made["email"]);
    }

    [Theory, EachDatabase]
    public async Task ATakenAddressIsAConflictInAnyCase(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var email = TestOrganization.NewEmail();
        await organization.Admin.PostAsync("/people", new { name = "First", email }).Expect(201);
        await organization.Admin.PostAsync("/people", new { name = "Second", email = email.ToUpperInvariant() }).ExpectProblem(409, "conflict");

        // Another organization may have the same account among its people.
        var other = await organization.Host.CreateOrganizationAsync();
        await other.Admin.PostAsync("/people", new { name = "Third", email }).Expect(201);
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        await admin.PostAsync("/people", new { email = "a@people.example" }).ExpectInvalid("name");
        await admin.PostAsync("/people", new { name = "  ", email = "a@people.example" }).ExpectInvalid("name");
        await admin.PostAsync("/people", new { name = new string('n', 201), email = "a@people.example" }).ExpectInvalid("name");
        await admin.PostAsync("/people", new { name = "A" }).ExpectInvalid("email");
        await admin.PostAsync("/people", new { name = "A", email = "no address" }).ExpectInvalid("email");
        await admin.PostAsync("/people", new { name = "A", email = "a@people.example", title = new string('t', 201) }).ExpectInvalid("title");
        await admin.PostAsync("/people", new { name = "A", email = "a@people.example", roleIds = new[] { Guid.CreateVersion7() } }).ExpectInvalid("roleIds");
    }

    [Theory, EachDatabase]
    public async Task GivingRolesNeedsItsOwnPermission(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var writer = await organization.AddPersonHoldingAsync("people:write", "people:read", "roles:read");
        var email = TestOrganization.NewEmail();
        var roleIds = new[] { await organization.RoleAsync("Member") };
        (await writer.Client.PostAsync("/people", new { name = "A", email, roleIds }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:assign");
        // All or nothing: the person was not left behind.
        (await organization.Admin.GetAsync($"/people?q={email}").Expect(200)).Items.ShouldBeEmpty();
        await writer.Client.PostAsync("/people", new { name = "A", email }).Expect(201);
    }

    [Theory, EachDatabase]
    public async Task NobodyGivesARoleBeyondTheirOwn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var manager = await organization.AddPersonAsync("Manager");
        var roleIds = new[] { await organization.RoleAsync("Administrator") };
        await manager.Client.PostAsync("/people", new { name = "A", email = TestOrganization.NewEmail(), roleIds }).ExpectProblem(422, "scope-not-grantable");
    }

    [Theory, EachDatabase]
    public async Task NeedsItsPermission(Database database)
    {
        var member = await (await hosts.OrganizationOnAsync(database)).AddPersonAsync();
        var denied = await member.Client.PostAsync("/people", new { name = "A", email = "a@people.example" }).ExpectProblem(403, "permission-denied");
        denied["requiredPermission"].ShouldBe("people:write");
    }
}
