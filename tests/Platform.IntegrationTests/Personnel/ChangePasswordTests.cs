namespace Platform.IntegrationTests.Personnel;

public sealed class ChangePasswordTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Fresh = "a much better one";

    [Theory, EachDatabase]
    public async Task EndsEverySessionAndStartsOneHere(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var phone = await organization.SignInAsync(person.Email);
        await Authenticator.EnrolAsync(host, person.Client);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        var changed = await person.Client.PostAsync("/account/password", new { currentPassword = TestOrganization.Password, newPassword = Fresh }).Expect(200);

        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await phone.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(401, "unauthenticated");
        changed["organization.slug"].ShouldBe(organization.Slug);
        var here = person.Client.With(changed["accessToken"]);
        var session = (await here.GetAsync("/auth/sessions").Expect(200)).Items.ShouldHaveSingleItem();
        session.Text("secondFactor").ShouldBe("true");
        await host.Anonymous.PostAsync("/auth", new { refreshToken = changed["refreshToken"] }).Expect(200);
        var account = await here.GetAsync("/account").Expect(200);
        account.Json.Time("passwordChangedAt").ShouldBe(host.Now);
        (await host.CountAuditAsync("account.password-changed", account.Id)).ShouldBe(1);
        await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "unauthenticated");
        await host.SignInAsync(person.Email, Fresh).ExpectProblem(401, "mfa-required");
    }

    [Theory, EachDatabase]
    public async Task InABrowserTheNewTokenIsInTheCookie(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var changed = await person.Client.PostAsync("/account/password?cookie=true", new { currentPassword = TestOrganization.Password, newPassword = Fresh }).Expect(200);
        changed.Json["refreshToken"].ShouldBeNull();
        changed.Header("Set-Cookie").ShouldNotBeNull().ShouldContain("path=/api/v1/auth");
    }

    [Theory, EachDatabase]
    public async Task AWrongOneChangesNothingAndCounts(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await person.Client.PostAsync("/account/password", new { currentPassword = TestOrganization.Password, newPassword = "short" }).ExpectInvalid("newPassword");
        await person.Client.PostAsync("/account/password", new { newPassword = Fresh }).ExpectInvalid("currentPassword");
        organization.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await person.Client.PostAsync("/account/password", new { currentPassword = "a guess", newPassword = Fresh }).ExpectInvalid("currentPassword");
        }

        await person.Client.PostAsync("/account/password", new { currentPassword = TestOrganization.Password, newPassword = Fresh }).ExpectProblem(401, "account-locked");
        await person.Client.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task NoApiTokenMayTouchTheAccount(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("admin");
        await organization.With(token.Secret).GetAsync("/account").ExpectProblem(403, "permission-denied");
        await organization.With(token.Secret).PostAsync("/account/password", new { }).ExpectProblem(403, "permission-denied");
        await organization.Host.Anonymous.GetAsync("/account").ExpectProblem(401, "unauthenticated");
    }
}
