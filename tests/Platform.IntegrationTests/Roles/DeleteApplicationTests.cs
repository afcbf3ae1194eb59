namespace Platform.IntegrationTests.Roles;

public sealed class DeleteApplicationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ItsPermissionsAndTokensGoWithIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var application = await TestApplication.RegisterAsync(organization.Host, "read", "write");
        var role = await UpdateRoleTests.CreateAsync(organization.Admin, "Crew", $"{application.Resource}:*", "people:read");
        var person = await UpdateRoleTests.MemberAsync(organization, role);
        var token = await organization.IssueTokenAsync(application.May("read"));
        (await application.VerdictAsync(token.Secret, application.May("read"))).ShouldBe("valid");

        await op.WithHeader("If-Match", "\"9\"").DeleteAsync(application.Path).ExpectProblem(412, "stale-version");
        await op.DeleteAsync(application.Path).Expect(204);
        await application.Client.PostAsync("/verify", new { token = token.Secret }).ExpectProblem(401, "token-revoked");
        (await person.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["people:read"]);
        (await organization.With(token.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBeEmpty();
        (await organization.Admin.GetAsync($"/permissions?q={application.Resource}").Expect(200)).Json.AsArray().ShouldBeEmpty();
        await op.GetAsync(application.Path).ExpectProblem(404, "not-found");
        await op.DeleteAsync(application.Path).ExpectProblem(404, "not-found");

        // Its names are free again, and nobody holds them by what they held before.
        var next = await op.PostAsync("/instance/applications", new { name = application.Name, resources = new[] { new { name = application.Resource, actions = new[] { "read" } } } }).Expect(201);
        next.Id.ShouldNotBe(application.Id);
        (await organization.With(token.Secret).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var application = await TestApplication.RegisterAsync(organization.Host, "read");
        (await organization.Admin.DeleteAsync(application.Path).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
        (await application.Client.DeleteAsync(application.Path).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }
}
