namespace Platform.IntegrationTests.Personnel;

public sealed class MakeResetLinkTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Fresh = "a much better one";

    [Theory, EachDatabase]
    public async Task ItsHolderChoosesANewPasswordOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(host, person.Client);
        var made = await organization.Admin.PostAsync($"/people/{person.Id}/reset-link").Expect(200);
        made["url"].ShouldStartWith($"{host.Address.GetLeftPart(UriPartial.Authority)}/reset-password?token=");
        made.Json.Time("expiresAt").ShouldBe(host.Now.AddHours(24));
        var token = made["url"].Split("?token=")[1];

        await ResetAsync(host, token, "short").ExpectInvalid("password");
        await ResetAsync(host, token, Fresh).Expect(204);

        // Every session has ended, and the second factor is what it was.
        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "unauthenticated");
        await host.SignInAsync(person.Email, Fresh).ExpectProblem(401, "mfa-required");
        await host.SignInAsync(person.Email, Fresh, code: app.NextCode(host)).Expect(200);
        var used = await ResetAsync(host, token, "another one again").ExpectProblem(404, "not-found");
        var unknown = await ResetAsync(host, "made-up", "another one again").ExpectProblem(404, "not-found");
        unknown["detail"].ShouldBe(used["detail"]);
        var audit = await organization.Admin.GetAsync("/audit?limit=200").Expect(200);
        audit.Items.Select(entry => entry.Text("action")).ShouldContain("reset-link.created");
        audit.Items.Select(entry => entry.Text("action")).ShouldContain("reset-link.used");
        (await host.CountAuditAsync("account.password-reset")).ShouldBePositive();
    }

    [Theory, EachDatabase]
    public async Task ItEndsAfterADayAndWithANewerOne(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var first = await MakeAsync(organization, person.Id);
        var second = await MakeAsync(organization, person.Id);
        await ResetAsync(host, first, Fresh).ExpectProblem(404, "not-found");
        host.Clock.Advance(TimeSpan.FromHours(24));
        await ResetAsync(host, second, Fresh).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task AResetForgivesTheLock(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await host.SignInAsync(person.Email, "a guess").ExpectProblem(401, "unauthenticated");
        }

        await ResetAsync(host, await MakeAsync(organization, person.Id), Fresh).Expect(204);
        await host.SignInAsync(person.Email, Fresh).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task NotForAnAccountThatIsAnywhereElse(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        var early = await MakeAsync(organization, person.Id);

        // An invitation elsewhere is enough, accepted or not; a link that was made before dies with it.
        var invited = await other.Admin.PostAsync("/people", new { name = "Pat", email = person.Email, invite = true }).Expect(201);
        await organization.Admin.PostAsync($"/people/{person.Id}/reset-link").ExpectProblem(409, "conflict");
        await ResetAsync(organization.Host, early, Fresh).ExpectProblem(404, "not-found");
        await organization.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);

        // Nor for one that has left again.
        await other.Admin.PostAsync($"/people/{invited.Id}/deactivate").Expect(200);
        await organization.Admin.PostAsync($"/people/{person.Id}/reset-link").ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task NotForAnOperatorNorForWhoHasNotJoined(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var invited = await organization.Admin.PostAsync("/people", new { name = "New", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        await organization.Admin.PostAsync($"/people/{invited.Id}/reset-link").ExpectProblem(409, "conflict");

        var op = await organization.Admin.PostAsync("/people", new { name = "Olga", email = PlatformHost.OperatorEmail, invite = true }).Expect(201);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(op), password = PlatformHost.OperatorPassword }).Expect(200);
        await organization.Admin.PostAsync($"/people/{op.Id}/reset-link").ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"/people/{op.Id}/deactivate").Expect(200);

        var gone = await organization.AddPersonAsync();
        await organization.Admin.PostAsync($"/people/{gone.Id}/deactivate").Expect(200);
        await organization.Admin.PostAsync($"/people/{gone.Id}/reset-link").ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync($"/people/{Guid.CreateVersion7()}/reset-link").ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task NobodyResetsWhoMayMore(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var manager = await organization.AddPersonAsync("Manager");
        var member = await organization.AddPersonAsync();
        await manager.Client.PostAsync($"/people/{organization.AdministratorId}/reset-link").ExpectProblem(422, "scope-not-grantable");
        await member.Client.PostAsync($"/people/{manager.Id}/reset-link").ExpectProblem(403, "permission-denied");
        await manager.Client.PostAsync($"/people/{member.Id}/reset-link").Expect(200);
    }

    private static async Task<string> MakeAsync(TestOrganization organization, Guid person) =>
        (await organization.Admin.PostAsync($"/people/{person}/reset-link").Expect(200))["url"].Split("?token=")[1];

    private static Task<Answer> ResetAsync(PlatformHost host, string token, string password) =>
        host.Anonymous.PostAsync("/auth/reset-password", new { token, password });
}
