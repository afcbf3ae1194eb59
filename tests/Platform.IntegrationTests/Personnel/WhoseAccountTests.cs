namespace Platform.IntegrationTests.Personnel;

/// <summary>Attacks on an account by an organization that it belongs to, or that invites it.</summary>
public sealed class WhoseAccountTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Attackers = "chosen by the attacker";

    [Theory, EachDatabase]
    public async Task AnAdministratorChangesNothingOfAnAccountThatHasSignedIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        await organization.Admin.PatchAsync($"/people/{person.Id}", new { email = "attacker@evil.example" }).ExpectProblem(409, "conflict");
        await organization.Admin.PatchAsync(
            $"/people/{person.Id}", new { name = "Renamed", password = Attackers, twoFactor = new { enabled = false } }).Expect(200);
        await organization.Admin.PostAsync($"/people/{person.Id}/invite").ExpectProblem(409, "conflict");

        // What /account says and does is of the caller's own account, whoever else is named.
        await organization.Admin.PostAsync(
            "/account/password", new { currentPassword = TestOrganization.Password, newPassword = Attackers, email = person.Email, accountId = person.Id }).Expect(200);

        (await person.Client.GetAsync("/account").Expect(200))["email"].ShouldBe(person.Email);
        await host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);
        await host.SignInAsync(person.Email, Attackers).ExpectProblem(401, "unauthenticated");
        await host.SignInAsync("attacker@evil.example", TestOrganization.Password).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task DeactivatedAndInvitedAnewAnAccountKeepsItsPassword(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);
        (await organization.Admin.PostAsync($"/people/{person.Id}/reactivate").Expect(200))["status"].ShouldBe("active");
        await organization.Admin.PostAsync($"/people/{person.Id}/invite").ExpectProblem(409, "conflict");
        await host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnInvitationIsAcceptedWithTheAccountsOwnPasswordAndCode(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var attacker = await organization.Host.CreateOrganizationAsync();
        var host = organization.Host;
        var victim = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(host, victim.Client);
        var invited = await attacker.Admin.PostAsync("/people", new { name = "Victim", email = victim.Email, invite = true }).Expect(201);
        var token = TestOrganization.InvitationToken(invited);

        await AcceptAsync(host, token, Attackers).ExpectProblem(401, "unauthenticated");
        (await AcceptAsync(host, token, TestOrganization.Password).ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("code");
        await AcceptAsync(host, token, TestOrganization.Password, "000000").ExpectProblem(401, "unauthenticated");
        (await attacker.Admin.GetAsync($"/people/{invited.Id}").Expect(200))["status"].ShouldBe("invited");
        (await AcceptAsync(host, token, TestOrganization.Password, app.NextCode(host)).Expect(200))["organization.slug"].ShouldBe(attacker.Slug);
    }

    [Theory, EachDatabase]
    public async Task TheFirstAcceptanceSetsThePasswordAndTheSecondNeedsIt(Database database)
    {
        var first = await hosts.OrganizationOnAsync(database);
        var second = await first.Host.CreateOrganizationAsync();
        var email = TestOrganization.NewEmail();
        var one = TestOrganization.InvitationToken(await first.Admin.PostAsync("/people", new { name = "Pat", email, invite = true }).Expect(201));
        var two = TestOrganization.InvitationToken(await second.Admin.PostAsync("/people", new { name = "Pat", email, invite = true }).Expect(201));
        await AcceptAsync(first.Host, one, TestOrganization.Password).Expect(200);
        await AcceptAsync(first.Host, two, Attackers).ExpectProblem(401, "unauthenticated");
        await first.Host.SignInAsync(email, Attackers).ExpectProblem(401, "unauthenticated");
        await AcceptAsync(first.Host, two, TestOrganization.Password).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task OfTwoFirstAcceptancesAtOnceOneSetsThePassword(Database database)
    {
        var first = await hosts.OrganizationOnAsync(database);
        var second = await first.Host.CreateOrganizationAsync();
        var email = TestOrganization.NewEmail();
        var one = TestOrganization.InvitationToken(await first.Admin.PostAsync("/people", new { name = "Pat", email, invite = true }).Expect(201));
        var two = TestOrganization.InvitationToken(await second.Admin.PostAsync("/people", new { name = "Pat", email, invite = true }).Expect(201));
        var answers = await Task.WhenAll(AcceptAsync(first.Host, one, TestOrganization.Password), AcceptAsync(first.Host, two, Attackers));
        var winner = answers[0].Status == 200 ? 0 : 1;
        answers[winner].Expect(200);
        answers[1 - winner].ExpectProblem(401, "unauthenticated");
        (string Right, string Wrong) passwords = winner == 0 ? (TestOrganization.Password, Attackers) : (Attackers, TestOrganization.Password);
        await first.Host.SignInAsync(email, passwords.Right).Expect(200);
        await first.Host.SignInAsync(email, passwords.Wrong).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task DeactivationLeavesTheAccountsOtherOrganizationsAlone(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var invited = await other.Admin.PostAsync("/people", new { name = "Pat", email = person.Email, invite = true }).Expect(201);
        await AcceptAsync(host, TestOrganization.InvitationToken(invited), TestOrganization.Password).Expect(200);

        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);

        // The session was in that organization: it goes on in the other one, without a new password.
        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken, organizationId = organization.Slug }).ExpectProblem(403, "organization-mismatch");
        var moved = await host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).Expect(200);
        moved["organization.slug"].ShouldBe(other.Slug);
        await host.Anonymous.With(moved["accessToken"]).In(other.Slug).GetAsync("/me").Expect(200);
    }

    private static Task<Answer> AcceptAsync(PlatformHost host, string token, string password, string? code = null) =>
        host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password, code });
}
