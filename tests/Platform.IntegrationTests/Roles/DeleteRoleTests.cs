namespace Platform.IntegrationTests.Roles;

public sealed class DeleteRoleTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ARoleThatNobodyHasGoes(Database database)
    {
        var admin = (await hosts.OrganizationOnAsync(database)).Admin;
        var role = await UpdateRoleTests.CreateAsync(admin, "Spare", "people:read");
        await admin.DeleteAsync($"/roles/{role}").Expect(204);
        await admin.GetAsync($"/roles/{role}").ExpectProblem(404, "not-found");
        await admin.DeleteAsync($"/roles/{role}").ExpectProblem(404, "not-found");
        (await admin.GetAsync($"/audit?targetId={role}&action=role.deleted").Expect(200)).Items.ShouldHaveSingleItem().Text("target.name").ShouldBe("Spare");
        await UpdateRoleTests.CreateAsync(admin, "Spare", "people:read");
    }

    [Theory, EachDatabase]
    public async Task ItsMembersMoveOnTheNextRequest(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var old = await UpdateRoleTests.CreateAsync(organization.Admin, "Old", "people:read", "tokens:generate");
        var target = await UpdateRoleTests.CreateAsync(organization.Admin, "New", "roles:read");
        var moved = await UpdateRoleTests.MemberAsync(organization, old);
        var both = await UpdateRoleTests.MemberAsync(organization, old, target);
        var token = organization.With((await moved.PostAsync("/me/token").Expect(201))["secret"]);
        await token.GetAsync("/people").Expect(200);
        await both.GetAsync("/people").Expect(200);

        (await organization.Admin.DeleteAsync($"/roles/{old}").ExpectProblem(409, "conflict"))["detail"].ShouldContain("2 people");
        await token.GetAsync("/people").Expect(200);

        await organization.Admin.DeleteAsync($"/roles/{old}?reassignTo={target}").Expect(204);
        foreach (var client in (ApiClient[])[moved, both, token])
        {
            (await client.GetAsync("/people").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:read");
            await client.GetAsync("/roles").Expect(200);
            (await client.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["roles:read"]);
        }

        (await organization.Admin.GetAsync($"/roles/{target}").Expect(200))["memberCount"].ShouldBe("2");
        (await organization.Admin.GetAsync($"/people/{await UpdateRoleTests.IdAsync(both)}").Expect(200)).Json["roles"]!.AsArray().ShouldHaveSingleItem()!.Text("name").ShouldBe("New");
    }

    [Theory, EachDatabase]
    public async Task ABuiltInRoleStays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var target = await organization.RoleAsync("Member");
        foreach (var name in (string[])["Administrator", "Manager", "API user"])
        {
            await organization.Admin.DeleteAsync($"/roles/{await organization.RoleAsync(name)}?reassignTo={target}").ExpectProblem(409, "conflict");
        }

        await organization.Admin.GetAsync("/audit").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task NobodyMovesPeopleToOrFromMoreThanTheyHold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var low = await UpdateRoleTests.CreateAsync(organization.Admin, "Low", "people:read");
        var high = await UpdateRoleTests.CreateAsync(organization.Admin, "High", "tokens:write");
        await UpdateRoleTests.MemberAsync(organization, low);
        await UpdateRoleTests.MemberAsync(organization, high);
        var person = (await organization.AddPersonHoldingAsync("roles:*", "people:*")).Client;
        await person.DeleteAsync($"/roles/{low}?reassignTo={high}").ExpectProblem(422, "scope-not-grantable");
        await person.DeleteAsync($"/roles/{low}?reassignTo={await organization.RoleAsync("Administrator")}").ExpectProblem(422, "scope-not-grantable");
        await person.DeleteAsync($"/roles/{high}?reassignTo={low}").ExpectProblem(422, "scope-not-grantable");

        var writer = (await organization.AddPersonHoldingAsync("roles:read", "roles:write", "people:*")).Client;
        var other = await UpdateRoleTests.CreateAsync(organization.Admin, "Other", "people:read");
        (await writer.DeleteAsync($"/roles/{low}?reassignTo={other}").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:assign");
        await person.DeleteAsync($"/roles/{low}?reassignTo={other}").Expect(204);
    }

    [Theory, EachDatabase]
    public async Task BadTargetsAndStaleVersionsAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var stranger = await UpdateRoleTests.CreateAsync((await hosts.OrganizationOnAsync(database)).Admin, "Theirs", "people:read");
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Mine", "people:read");
        await UpdateRoleTests.MemberAsync(organization, role);
        foreach (var target in (string[])["nonsense", role.ToString(), stranger.ToString(), Guid.CreateVersion7().ToString()])
        {
            await organization.Admin.DeleteAsync($"/roles/{role}?reassignTo={target}").ExpectInvalid("reassignTo");
        }

        await organization.Admin.WithHeader("If-Match", "\"7\"").DeleteAsync($"/roles/{role}?reassignTo={await organization.RoleAsync("Member")}").ExpectProblem(412, "stale-version");
        (await organization.Admin.GetAsync($"/roles/{role}").Expect(200))["memberCount"].ShouldBe("1");
    }
}
