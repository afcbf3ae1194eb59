namespace Platform.IntegrationTests.Personnel;

public sealed class SignInTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task GivesAPairOfTokensForTheOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var answer = await organization.Host.SignInAsync(organization.AdministratorEmail.ToUpperInvariant(), TestOrganization.Password).Expect(200);
        answer["tokenType"].ShouldBe("Bearer");
        answer["expiresIn"].ShouldBe("86400");
        answer["refreshToken"].ShouldNotBeEmpty();
        answer["organization.id"].ShouldBe(organization.Id.ToString());
        answer["organization.slug"].ShouldBe(organization.Slug);
        answer["organization.name"].ShouldBe(organization.Name);
        answer.Json["organizations"]!.AsArray().ShouldHaveSingleItem()!.Text("id").ShouldBe(organization.Id.ToString());
        answer["person.id"].ShouldBe(organization.AdministratorId.ToString());
        answer.Header("Set-Cookie").ShouldBeNull();

        var me = await organization.Host.Anonymous.With(answer["accessToken"]).In(organization.Id).GetAsync("/me").Expect(200);
        me["subject.kind"].ShouldBe("person");
        me["credential.kind"].ShouldBe("accessToken");
        (await organization.Admin.GetAsync($"/people/{organization.AdministratorId}").Expect(200)).Json.Time("lastSignInAt").ShouldBe(organization.Host.Now);
    }

    [Theory, EachDatabase]
    public async Task AnOperatorInNoOrganizationGetsNone(Database database)
    {
        var host = await hosts.OnAsync(database);
        var answer = await host.SignInAsync(PlatformHost.OperatorEmail, PlatformHost.OperatorPassword).Expect(200);
        answer.Json["organization"].ShouldBeNull();
        answer.Json["person"].ShouldBeNull();
        answer.Json["organizations"]!.AsArray().ShouldBeEmpty();
        var me = await host.Anonymous.With(answer["accessToken"]).GetAsync("/me").Expect(200);
        me["subject.kind"].ShouldBe("operator");
        me.Json["organization"].ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task AnUnknownAddressAndAWrongPasswordGetTheSameAnswer(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var wrong = await organization.Host.SignInAsync(organization.AdministratorEmail, "not the password").ExpectProblem(401, "unauthenticated");
        var unknown = await organization.Host.SignInAsync("nobody@people.example", "not the password").ExpectProblem(401, "unauthenticated");
        WithoutTrace(unknown).ShouldBe(WithoutTrace(wrong));
        unknown.Header("WWW-Authenticate").ShouldBe(wrong.Header("WWW-Authenticate"));
    }

    [Theory, EachDatabase]
    public async Task ChoosesTheNamedOrganizationOrTheLastOne(Database database)
    {
        var first = await hosts.OrganizationOnAsync(database);
        var second = await first.Host.CreateOrganizationAsync();
        var person = await first.AddPersonAsync();
        await JoinAsync(second, person.Email);

        foreach (var name in (string[])[first.Id.ToString(), first.Slug, first.Slug.ToUpperInvariant()])
        {
            (await first.Host.SignInAsync(person.Email, TestOrganization.Password, name).Expect(200))["organization.slug"].ShouldBe(first.Slug);
        }

        first.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await first.Host.SignInAsync(person.Email, TestOrganization.Password, second.Slug).Expect(200))["organization.slug"].ShouldBe(second.Slug);
        var last = await first.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200);
        last["organization.slug"].ShouldBe(second.Slug);
        last.Json["organizations"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationOfOthersIsRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        foreach (var name in (string[])[other.Slug, other.Id.ToString(), "no-such-organization"])
        {
            await organization.Host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password, name).ExpectProblem(403, "organization-mismatch");
        }
    }

    [Theory, EachDatabase("known", "unknown")]
    public async Task TenFailuresLockTheAddress(Database database, string address)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var email = address == "known" ? organization.AdministratorEmail : TestOrganization.NewEmail();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await host.SignInAsync(email, "not the password").ExpectProblem(401, "unauthenticated");
        }

        // Even the right password does not tell whether it was right.
        await host.SignInAsync(email, TestOrganization.Password).ExpectProblem(401, "account-locked");
        host.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        await host.SignInAsync(email, TestOrganization.Password).ExpectProblem(401, "account-locked");
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await host.SignInAsync(email, TestOrganization.Password);
        after.Status.ShouldBe(address == "known" ? 200 : 401, after.Body);
    }

    [Theory, EachDatabase]
    public async Task OnlyFailuresCount(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        for (var round = 0; round < 2; round++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            for (var attempt = 1; attempt <= 9; attempt++)
            {
                await host.SignInAsync(organization.AdministratorEmail, "not the password").ExpectProblem(401, "unauthenticated");
            }

            await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).Expect(200);
        }
    }

    [Theory, EachDatabase]
    public async Task ThirtyFailuresAMinuteAreTooManyFromOneAddress(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 30; attempt++)
        {
            await host.SignInAsync($"guess-{attempt}@people.example", "not the password").ExpectProblem(401, "unauthenticated");
        }

        var refused = await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).ExpectProblem(429, "rate-limited");
        refused.Header("Retry-After").ShouldBe("60");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task MissingFieldsAreNamed(Database database)
    {
        var host = await hosts.OnAsync(database);
        await host.Anonymous.PostAsync("/auth/sign-in", new { password = "something" }).ExpectInvalid("email");
        await host.Anonymous.PostAsync("/auth/sign-in", new { email = "a@b.example" }).ExpectInvalid("password");
        await host.Anonymous.PostAsync("/auth/sign-in", new { email = "a@b.example", password = new string('p', 257) }).ExpectInvalid("password");
    }

    private static async Task JoinAsync(TestOrganization organization, string email)
    {
        var invited = await organization.Admin.PostAsync(
            "/people", new { name = "Pat", email, roleIds = new[] { await organization.RoleAsync("Member") }, invite = true }).Expect(201);
        await organization.Host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(invited), password = TestOrganization.Password }).Expect(200);
    }

    private static string WithoutTrace(Answer answer)
    {
        var body = answer.Json.AsObject();
        body.Remove("traceId");
        return body.ToJsonString();
    }
}
