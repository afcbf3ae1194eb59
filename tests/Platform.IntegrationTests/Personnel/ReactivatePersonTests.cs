namespace Platform.IntegrationTests.Personnel;

public sealed class ReactivatePersonTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task LetsThePersonInAgainAndRevivesNothing(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var generated = await person.Client.PostAsync("/me/token").Expect(201);
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);

        (await organization.Admin.PostAsync($"/people/{person.Id}/reactivate").Expect(200))["status"].ShouldBe("active");

        await organization.With(generated["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(401, "unauthenticated");

        // An access token tells its time in whole seconds.
        organization.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var back = await organization.SignInAsync(person.Email);
        (await back.GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldContain("tokens:generate");
        await back.GetAsync("/me/token").ExpectProblem(404, "not-found");
        await back.PostAsync("/me/token").Expect(201);
    }

    [Theory, EachDatabase]
    public async Task WhoNeverJoinedIsInvitedStill(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var invited = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        await organization.Admin.PostAsync($"/people/{invited.Id}/deactivate").Expect(200);
        (await organization.Admin.PostAsync($"/people/{invited.Id}/reactivate").Expect(200))["status"].ShouldBe("invited");
        await organization.Admin.PostAsync($"/people/{invited.Id}/invite").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task WhoIsActiveStaysSo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        (await organization.Admin.PostAsync($"/people/{organization.AdministratorId}/reactivate").Expect(200))["version"].ShouldBe("2");
        await organization.Admin.PostAsync($"/people/{Guid.CreateVersion7()}/reactivate").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NobodyBringsBackMoreThanTheirOwnPermissions(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var administrator = await organization.AddPersonAsync("Administrator");
        var manager = await organization.AddPersonAsync("Manager");
        await organization.Admin.PostAsync($"/people/{administrator.Id}/deactivate").Expect(200);
        await manager.Client.PostAsync($"/people/{administrator.Id}/reactivate").ExpectProblem(422, "scope-not-grantable");
    }
}
