namespace Platform.IntegrationTests.Personnel;

public sealed class AcceptInvitationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task SignsIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (person, token) = await InviteAsync(organization, TestOrganization.NewEmail());
        var joined = await AcceptAsync(organization, token, TestOrganization.Password).Expect(200);
        joined["organization.slug"].ShouldBe(organization.Slug);
        joined["person.id"].ShouldBe(person.ToString());
        await organization.Host.Anonymous.With(joined["accessToken"]).In(organization.Slug).GetAsync("/me").Expect(200);
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = joined["refreshToken"] }).Expect(200);
        (await organization.Admin.GetAsync($"/people/{person}").Expect(200))["status"].ShouldBe("active");
    }

    [Theory, EachDatabase]
    public async Task ALinkWorksOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (_, token) = await InviteAsync(organization, TestOrganization.NewEmail());
        await AcceptAsync(organization, token, TestOrganization.Password).Expect(200);
        await AcceptAsync(organization, token, TestOrganization.Password).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task ALinkIsGoodForSevenDays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (_, first) = await InviteAsync(organization, TestOrganization.NewEmail());
        var (_, second) = await InviteAsync(organization, TestOrganization.NewEmail());
        organization.Host.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        await AcceptAsync(organization, first, TestOrganization.Password).Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await AcceptAsync(organization, second, TestOrganization.Password).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task AnExistingAccountAcceptsWithItsOwnPasswordOnly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var (_, token) = await InviteAsync(other, organization.AdministratorEmail);
        await AcceptAsync(other, token, "a password of the inviter's").ExpectProblem(401, "unauthenticated");
        await AcceptAsync(other, token, null).ExpectProblem(401, "unauthenticated");
        (await AcceptAsync(other, token, TestOrganization.Password).Expect(200))["organization.slug"].ShouldBe(other.Slug);
        await organization.Host.SignInAsync(organization.AdministratorEmail, "a password of the inviter's").ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task GuessingAnAccountsPasswordByALinkLocksItToo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var (_, token) = await InviteAsync(other, organization.AdministratorEmail);
        organization.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await AcceptAsync(other, token, "a guess").ExpectProblem(401, "unauthenticated");
        }

        await AcceptAsync(other, token, TestOrganization.Password).ExpectProblem(401, "account-locked");
        await organization.Host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).ExpectProblem(401, "account-locked");
    }

    [Theory, EachDatabase]
    public async Task AWeakPasswordIsRefusedAndTheLinkStaysGood(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (_, token) = await InviteAsync(organization, TestOrganization.NewEmail());
        foreach (var weak in (string?[])[null, "", "1234567", new string('p', 257)])
        {
            await AcceptAsync(organization, token, weak).ExpectInvalid("password");
        }

        await AcceptAsync(organization, token, TestOrganization.Password).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnUnknownLinkIsNotFound(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await AcceptAsync(organization, "made-up", TestOrganization.Password).ExpectProblem(404, "not-found");
        await AcceptAsync(organization, null, TestOrganization.Password).ExpectInvalid("token");
    }

    [Theory, EachDatabase]
    public async Task DeactivationEndsTheLink(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (person, token) = await InviteAsync(organization, TestOrganization.NewEmail());
        await organization.Admin.PostAsync($"/people/{person}/deactivate").Expect(200);
        await AcceptAsync(organization, token, TestOrganization.Password).ExpectProblem(404, "not-found");
        (await organization.Admin.PostAsync($"/people/{person}/reactivate").Expect(200))["status"].ShouldBe("invited");
        await AcceptAsync(organization, token, TestOrganization.Password).ExpectProblem(404, "not-found");
    }

    private static async Task<(Guid Person, string Token)> InviteAsync(TestOrganization organization, string email)
    {
        var invited = await organization.Admin.PostAsync("/people", new { name = "Pat", email, invite = true }).Expect(201);
        return (invited.Id, TestOrganization.InvitationToken(invited));
    }

    private static Task<Answer> AcceptAsync(TestOrganization organization, string? token, string? password) =>
        organization.Host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password });
}
