namespace Platform.IntegrationTests.Personnel;

public sealed class SignOutTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task TheAccessTokenIsRefusedAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var elsewhere = await organization.SignInAsync(person.Email);
        await person.Client.GetAsync("/me").Expect(200);

        // The organization is of no matter here.
        await person.Client.In(null).PostAsync("/auth/sign-out").Expect(204);

        (await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked")).Header("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\"");
        await person.Client.PostAsync("/auth/sign-out").ExpectProblem(401, "token-revoked");
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(401, "unauthenticated");
        await elsewhere.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TakesTheCookieAway(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var body = new { email = organization.AdministratorEmail, password = TestOrganization.Password };
        var signedIn = await organization.Host.Anonymous.PostAsync("/auth/sign-in?cookie=true", body).Expect(200);
        var cookie = signedIn.Header("Set-Cookie")!.Split(';')[0];
        var signedOut = await organization.Host.Anonymous.With(signedIn["accessToken"]).WithHeader("Cookie", cookie).PostAsync("/auth/sign-out").Expect(204);
        signedOut.Header("Set-Cookie").ShouldNotBeNull().ShouldStartWith($"{cookie.Split('=')[0]}=;");
        await organization.Host.Anonymous.WithHeader("Cookie", cookie).PostAsync("/auth?cookie=true").ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task OnlyAnAccessTokenHasASession(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        await organization.Host.Anonymous.PostAsync("/auth/sign-out").ExpectProblem(401, "unauthenticated");
        await organization.With(token.Secret).PostAsync("/auth/sign-out").ExpectProblem(403, "permission-denied");
        await organization.With("eyJ.made.up").PostAsync("/auth/sign-out").ExpectProblem(401, "unauthenticated");
    }
}
