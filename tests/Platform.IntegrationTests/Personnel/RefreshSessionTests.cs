namespace Platform.IntegrationTests.Personnel;

public sealed class RefreshSessionTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task GivesANewPair(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var fresh = await RefreshAsync(organization.Host, person.RefreshToken).Expect(200);
        fresh["refreshToken"].ShouldNotBe(person.RefreshToken);
        fresh["accessToken"].ShouldNotBe(person.Client.Credential);
        fresh["organization.slug"].ShouldBe(organization.Slug);
        await person.Client.With(fresh["accessToken"]).GetAsync("/me").Expect(200);
        await RefreshAsync(organization.Host, fresh["refreshToken"]).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task FromAnotherProgramItIsLoggedAsTheAccountS(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var fresh = await RefreshAsync(organization.Host, person.RefreshToken).Expect(200);
        (await organization.Admin.GetAsync("/audit?action=session.refreshed").Expect(200)).Items.ShouldBeEmpty();

        var elsewhere = organization.Host.Anonymous.WithHeader("User-Agent", "Another browser");
        var again = await elsewhere.PostAsync("/auth", new { refreshToken = fresh["refreshToken"] }).Expect(200);
        await elsewhere.PostAsync("/auth", new { refreshToken = again["refreshToken"] }).Expect(200);
        var logged = (await organization.Admin.GetAsync("/audit?action=session.refreshed").Expect(200)).Items.ShouldHaveSingleItem();
        logged.Text("actor.kind").ShouldBe("account");
        logged.Text("actor.name").ShouldBe(person.Email);
    }

    [Theory, EachDatabase]
    public async Task ASpentTokenEndsTheSessionAndItsAccessTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var fresh = await RefreshAsync(organization.Host, person.RefreshToken).Expect(200);
        var client = person.Client.With(fresh["accessToken"]);
        await client.GetAsync("/me").Expect(200);

        await RefreshAsync(organization.Host, person.RefreshToken).ExpectProblem(401, "unauthenticated");

        await client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await RefreshAsync(organization.Host, fresh["refreshToken"]).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task MovesToAnotherOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        var joined = await other.JoinAsync(person.Email);

        var moved = await RefreshAsync(organization.Host, joined["refreshToken"], organization.Slug).Expect(200);
        moved["organization.slug"].ShouldBe(organization.Slug);
        moved["person.id"].ShouldBe(person.Id.ToString());
        var client = organization.Host.Anonymous.With(moved["accessToken"]);
        await client.In(organization.Slug).GetAsync("/me").Expect(200);
        await client.In(other.Slug).GetAsync("/me").ExpectProblem(403, "organization-mismatch");

        // An organization of others is refused, and the token is not spent on it.
        var third = await organization.Host.CreateOrganizationAsync();
        await RefreshAsync(organization.Host, moved["refreshToken"], third.Slug).ExpectProblem(403, "organization-mismatch");
        await RefreshAsync(organization.Host, moved["refreshToken"]).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnUnknownTokenIsRefused(Database database)
    {
        var host = await hosts.OnAsync(database);
        foreach (var token in (string?[])[null, "", "made-up", new string('x', 1000)])
        {
            await RefreshAsync(host, token).ExpectProblem(401, "unauthenticated");
        }

        await host.Anonymous.PostAsync("/auth").ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task ASessionEndsAfterThirtyIdleDays(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        organization.Host.Clock.Advance(TimeSpan.FromDays(29));
        var kept = await RefreshAsync(organization.Host, person.RefreshToken).Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromDays(30));
        await RefreshAsync(organization.Host, kept["refreshToken"]).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task InABrowserTheTokenIsInACookieThatNoScriptSees(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (signedIn, cookie) = await SignInWithCookieAsync(organization);
        signedIn.Json["refreshToken"].ShouldBeNull();
        var attributes = signedIn.Header("Set-Cookie")!.Split("; ").Skip(1).Select(part => part.ToLowerInvariant()).ToList();
        attributes.ShouldContain("httponly");
        attributes.ShouldContain("secure");
        attributes.ShouldContain("samesite=strict");
        attributes.ShouldContain("path=/api/v1/auth");

        var fresh = await WithCookie(organization, cookie).PostAsync("/auth?cookie=true").Expect(200);
        fresh.Json["refreshToken"].ShouldBeNull();
        CookieOf(fresh).ShouldNotBe(cookie);
        await organization.Admin.With(fresh["accessToken"]).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task ATokenFromACookieNeverMovesIntoABody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (_, cookie) = await SignInWithCookieAsync(organization);
        var fresh = await WithCookie(organization, cookie).PostAsync("/auth").Expect(200);
        fresh.Json["refreshToken"].ShouldBeNull();
        CookieOf(fresh).ShouldNotBe(cookie);
    }

    [Theory, EachDatabase]
    public async Task InABrowserThePredecessorIsTakenForThirtySecondsMore(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (_, cookie) = await SignInWithCookieAsync(organization);
        var fresh = await WithCookie(organization, cookie).PostAsync("/auth?cookie=true").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromSeconds(30));
        await WithCookie(organization, cookie).PostAsync("/auth?cookie=true").Expect(200);
        await organization.Admin.With(fresh["accessToken"]).GetAsync("/me").Expect(200);

        organization.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await WithCookie(organization, cookie).PostAsync("/auth?cookie=true").ExpectProblem(401, "unauthenticated");
        await organization.Admin.With(fresh["accessToken"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task OfManyAtTheSameTimeOneIsExchanged(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(organization.Host, person.RefreshToken)));
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status != 200))
        {
            refused.ExpectProblem(401, "unauthenticated");
        }

        // Somebody presented a spent one: whoever it was, all sign in again.
        await person.Client.GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task ASpentTokenIsInTheLog(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await RefreshAsync(organization.Host, person.RefreshToken).Expect(200);
        await RefreshAsync(organization.Host, person.RefreshToken).ExpectProblem(401, "unauthenticated");
        var entry = (await organization.Admin.GetAsync("/audit?action=session.ended").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("target.name").ShouldBe(person.Email);
        entry.Text("changes.endReason.after").ShouldBe("refresh-token-reused");
    }

    [Theory, EachDatabase]
    public async Task OnlyFailuresAreLimited(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var token = person.RefreshToken;
        for (var number = 1; number <= 35; number++)
        {
            token = (await RefreshAsync(host, token).Expect(200))["refreshToken"];
        }

        for (var number = 1; number <= 30; number++)
        {
            await RefreshAsync(host, "made-up").ExpectProblem(401, "unauthenticated");
        }

        (await RefreshAsync(host, token).ExpectProblem(429, "rate-limited")).Header("Retry-After").ShouldBe("60");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await RefreshAsync(host, token).Expect(200);
    }

    private static Task<Answer> RefreshAsync(PlatformHost host, string? refreshToken, string? organizationId = null) =>
        host.Anonymous.PostAsync("/auth", new { refreshToken, organizationId });

    private static async Task<(Answer Answer, string Cookie)> SignInWithCookieAsync(TestOrganization organization)
    {
        var body = new { email = organization.AdministratorEmail, password = TestOrganization.Password };
        var answer = await organization.Host.Anonymous.PostAsync("/auth/sign-in?cookie=true", body).Expect(200);
        return (answer, CookieOf(answer));
    }

    private static string CookieOf(Answer answer) => answer.Header("Set-Cookie").ShouldNotBeNull().Split(';')[0];

    private static ApiClient WithCookie(TestOrganization organization, string cookie) => organization.Host.Anonymous.WithHeader("Cookie", cookie);
}
