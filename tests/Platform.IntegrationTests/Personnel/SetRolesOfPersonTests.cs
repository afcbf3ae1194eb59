namespace Platform.IntegrationTests.Personnel;

public sealed class SetRolesOfPersonTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsInForceOnTheNextRequestOfSessionAndToken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var caller = organization.With((await person.Client.PostAsync("/me/token").Expect(201))["secret"]);
        ApiClient[] both = [person.Client, caller];
        foreach (var client in both)
        {
            await client.GetAsync("/tokens").Expect(200);
            await client.PostAsync("/service-accounts", new { name = "Mine", permissions = Array.Empty<string>() }).ExpectProblem(403, "permission-denied");
        }

        await SetAsync(organization, person.Id, "Manager").Expect(200);
        foreach (var client in both)
        {
            await client.PostAsync("/service-accounts", new { name = $"Of {client.Credential![..3]}", permissions = Array.Empty<string>() }).Expect(201);
        }

        var changed = await SetAsync(organization, person.Id, "Member").Expect(200);
        changed["roles.0.name"].ShouldBe("Member");
        foreach (var client in both)
        {
            (await client.GetAsync("/tokens").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:read");
            await client.GetAsync("/people").Expect(200);
        }

        await SetAsync(organization, person.Id).Expect(200);
        foreach (var client in both)
        {
            await client.GetAsync("/people").ExpectProblem(403, "permission-denied");
            (await client.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBeEmpty();
        }
    }

    [Theory, EachDatabase]
    public async Task TheLastAdministratorIsNotDemoted(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await SetAsync(organization, organization.AdministratorId, "Manager").ExpectProblem(409, "conflict");
        await organization.AddPersonAsync("Administrator");
        await SetAsync(organization, organization.AdministratorId, "Manager").Expect(200);
        (await organization.Admin.GetAsync("/audit").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("audit:read");
    }

    [Theory, EachDatabase]
    public async Task TwoAdministratorsWhoEndEachOtherAtOnceLeaveOne(Database database)
    {
        for (var round = 0; round < 5; round++)
        {
            var organization = await hosts.OrganizationOnAsync(database);
            var second = await organization.AddPersonAsync("Administrator");
            var member = new { roleIds = new[] { await organization.RoleAsync("Member") } };
            var answers = await Task.WhenAll(
                organization.Admin.PutAsync($"/people/{second.Id}/roles", member),
                round % 2 == 0
                    ? second.Client.PutAsync($"/people/{organization.AdministratorId}/roles", member)
                    : second.Client.PostAsync($"/people/{organization.AdministratorId}/deactivate"));
            answers.Count(answer => answer.Status == 200).ShouldBe(1, string.Join('\n', answers.Select(answer => answer.Body)));
        }
    }

    [Theory, EachDatabase]
    public async Task NobodyGivesOrTakesMoreThanTheirOwn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var manager = await organization.AddPersonAsync("Manager");
        var second = await organization.AddPersonAsync("Administrator");
        await SetAsync(organization, manager.Id, manager.Client, "Administrator").ExpectProblem(422, "scope-not-grantable");
        await SetAsync(organization, second.Id, manager.Client, "Member").ExpectProblem(422, "scope-not-grantable");
        await SetAsync(organization, manager.Id, manager.Client, "Manager", "Member").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task NeedsThePermissionToAssign(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var writer = await organization.AddPersonHoldingAsync("people:*", "roles:read", "notifications:*", "organization:read");
        (await SetAsync(organization, writer.Id, writer.Client, "Member").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("roles:assign");
        var assigner = await organization.AddPersonHoldingAsync("roles:*");
        (await SetAsync(organization, writer.Id, assigner.Client, "Member").ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("people:write");
    }

    [Theory, EachDatabase]
    public async Task UnknownRolesAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var path = $"/people/{person.Id}/roles";
        await organization.Admin.PutAsync(path, new { roleIds = new[] { Guid.CreateVersion7() } }).ExpectInvalid("roleIds");
        await organization.Admin.PutAsync(path, new { }).ExpectInvalid("roleIds");
        await organization.Admin.PutAsync($"/people/{Guid.CreateVersion7()}/roles", new { roleIds = Array.Empty<Guid>() }).ExpectProblem(404, "not-found");
    }

    private static Task<Answer> SetAsync(TestOrganization organization, Guid person, params string[] roles) =>
        SetAsync(organization, person, organization.Admin, roles);

    private static async Task<Answer> SetAsync(TestOrganization organization, Guid person, ApiClient caller, params string[] roles)
    {
        var roleIds = new List<Guid>();
        foreach (var role in roles)
        {
            roleIds.Add(await organization.RoleAsync(role));
        }

        return await caller.PutAsync($"/people/{person}/roles", new { roleIds });
    }
}
