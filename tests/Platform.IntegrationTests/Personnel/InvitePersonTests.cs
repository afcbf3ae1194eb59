namespace Platform.IntegrationTests.Personnel;

public sealed class InvitePersonTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ANewLinkTakesThePlaceOfTheOldOne(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var invited = await organization.Admin.PostAsync("/people", new { name = "Pat", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        var again = await organization.Admin.PostAsync($"/people/{invited.Id}/invite").Expect(200);
        var fresh = again["url"].Split("?token=")[1];
        again.Json.Time("expiresAt").ShouldBe(organization.Host.Now.AddDays(7));

        await AcceptAsync(organization, TestOrganization.InvitationToken(invited)).ExpectProblem(404, "not-found");
        await AcceptAsync(organization, fresh).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task WhoHasJoinedIsNotInvited(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync($"/people/{organization.AdministratorId}/invite").ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"/people/{Guid.CreateVersion7()}/invite").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NobodyGetsALinkToMoreThanTheirOwnPermissions(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var manager = await organization.AddPersonAsync("Manager");
        var roleIds = new[] { await organization.RoleAsync("Administrator") };
        var invited = await organization.Admin.PostAsync("/people", new { name = "New Admin", email = TestOrganization.NewEmail(), roleIds, invite = true }).Expect(201);
        await manager.Client.PostAsync($"/people/{invited.Id}/invite").ExpectProblem(422, "scope-not-grantable");
        await AcceptAsync(organization, TestOrganization.InvitationToken(invited)).Expect(200);
    }

    private static Task<Answer> AcceptAsync(TestOrganization organization, string token) =>
        organization.Host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password = TestOrganization.Password });
}
