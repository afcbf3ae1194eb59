namespace Platform.IntegrationTests.Personnel;

/// <summary>The second factor that an organization, or an operator's duty, requires.</summary>
public sealed class ConfirmEnrolmentTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task WhoHasNoFactorEnrolsOneWhenSigningIn(Database database)
    {
        var (organization, person) = await RequiringAsync(database);
        var host = organization.Host;
        var asked = await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required");
        asked["secondFactor"].ShouldBe("enrolment");
        var enrolmentToken = asked["enrolmentToken"];

        var setUp = await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).Expect(200);
        setUp["qrCode"].ShouldStartWith("<svg");
        var app = new Authenticator(setUp["sharedKey"]);
        (await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).Expect(200))["sharedKey"].ShouldBe(setUp["sharedKey"]);
        await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken, code = app.CodeAt(host.Now.AddHours(1)) }).ExpectProblem(401, "unauthenticated");
        var entered = await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken, code = app.CodeAt(host.Now), organizationId = organization.Slug }).Expect(200);
        entered.Json.Texts("recoveryCodes").Count.ShouldBe(10);
        await host.Anonymous.With(entered["accessToken"]).In(organization.Slug).GetAsync("/me").Expect(200);
        await host.Anonymous.PostAsync("/auth", new { refreshToken = entered["refreshToken"] }).Expect(200);

        // It was good once.
        await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken, code = app.NextCode(host) }).ExpectProblem(401, "unauthenticated");
        await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).ExpectProblem(401, "unauthenticated");
        await host.SignInAsync(person.Email, TestOrganization.Password, code: app.CodeAt(host.Now)).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TheTokenIsGivenForTheRightPasswordOnlyAndForFifteenMinutes(Database database)
    {
        var (organization, person) = await RequiringAsync(database);
        var host = organization.Host;
        (await host.SignInAsync(person.Email, "not the password").ExpectProblem(401, "unauthenticated")).Json.At("enrolmentToken").ShouldBeNull();
        var first = (await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required"))["enrolmentToken"];
        var second = (await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required"))["enrolmentToken"];
        await using (var tables = await host.OpenTablesAsync())
        {
            (await tables.ReadAllAsync()).ShouldNotContain(value => value.Value.Contains(first, StringComparison.Ordinal));
        }

        host.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken = first }).Expect(200);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken = second }).ExpectProblem(401, "unauthenticated");
        await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken = "made-up" }).ExpectProblem(401, "unauthenticated");
    }

    [Theory, EachDatabase]
    public async Task TwoTokensEnrolOneFactor(Database database)
    {
        var (organization, person) = await RequiringAsync(database);
        var host = organization.Host;
        var tokens = new List<(string Token, Authenticator App)>();
        for (var number = 0; number < 2; number++)
        {
            var enrolmentToken = (await host.SignInAsync(person.Email, TestOrganization.Password).ExpectProblem(401, "mfa-required"))["enrolmentToken"];
            tokens.Add((enrolmentToken, new Authenticator((await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).Expect(200))["sharedKey"])));
        }

        await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken = tokens[0].Token, code = tokens[0].App.CodeAt(host.Now) }).Expect(200);
        await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken = tokens[1].Token, code = tokens[1].App.CodeAt(host.Now) }).ExpectProblem(401, "unauthenticated");
        await host.SignInAsync(person.Email, TestOrganization.Password, code: tokens[0].App.NextCode(host)).Expect(200);
    }

    [Theory, EachDatabase]
    public async Task ANewAccountEnrolsAfterItsInvitation(Database database)
    {
        var (organization, _) = await RequiringAsync(database);
        var host = organization.Host;
        var invited = await organization.Admin.PostAsync("/people", new { name = "New", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        var asked = await host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(invited), password = TestOrganization.Password }).ExpectProblem(401, "mfa-required");
        var enrolmentToken = asked["enrolmentToken"];
        var app = new Authenticator((await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).Expect(200))["sharedKey"]);
        (await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken, code = app.CodeAt(host.Now), organizationId = organization.Slug }).Expect(200))
            ["person.id"].ShouldBe(invited.Id.ToString());
    }

    [Theory, EachDatabase]
    public async Task ASessionWithoutAFactorIsRefusedFromTheNextRequest(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var host = organization.Host;
        var person = await organization.AddPersonAsync();
        var joined = await other.JoinAsync(person.Email);
        await person.Client.GetAsync("/me").Expect(200);
        await Authenticator.EnrolAsync(host, organization.Admin);

        var policy = await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { requireMfa = true } }).Expect(200);
        policy["tokenPolicy.requireMfa"].ShouldBe("true");

        (await person.Client.GetAsync("/me").ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("enrolment");
        await organization.Admin.GetAsync("/me").Expect(200);

        // Switching into it is refused, without an enrolment token and without ending the session.
        var refused = await host.Anonymous.PostAsync("/auth", new { refreshToken = joined["refreshToken"], organizationId = organization.Slug }).ExpectProblem(401, "mfa-required");
        refused["secondFactor"].ShouldBe("enrolment");
        refused.Json.At("enrolmentToken").ShouldBeNull();
        var there = host.Anonymous.With(joined["accessToken"]).In(other.Slug);
        await there.GetAsync("/me").Expect(200);

        // Once the session has one it may.
        await Authenticator.EnrolAsync(host, there);
        var moved = await host.Anonymous.PostAsync("/auth", new { refreshToken = joined["refreshToken"], organizationId = organization.Slug }).Expect(200);
        await host.Anonymous.With(moved["accessToken"]).In(organization.Slug).GetAsync("/me").Expect(200);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { requireMfa = false } }).Expect(200);
        await person.Client.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnOperatorsActsNeedOne(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, settings: "--Operators:RequireMfa=true");
        var asked = await host.SignInAsync(PlatformHost.OperatorEmail, PlatformHost.OperatorPassword).ExpectProblem(401, "mfa-required");
        var enrolmentToken = asked["enrolmentToken"];
        var app = new Authenticator((await host.Anonymous.PostAsync("/auth/enrol", new { enrolmentToken }).Expect(200))["sharedKey"]);
        var entered = await host.Anonymous.PostAsync("/auth/enrol/confirm", new { enrolmentToken, code = app.CodeAt(host.Now) }).Expect(200);
        var op = host.Anonymous.With(entered["accessToken"]);
        await op.GetAsync("/instance/organizations").Expect(200);
        (await op.GetAsync("/account").Expect(200))["twoFactor.enabled"].ShouldBe("true");
        await op.PostAsync("/account/authenticator/remove", new { password = PlatformHost.OperatorPassword }).ExpectProblem(409, "conflict");
    }

    [Theory, EachDatabase]
    public async Task WhoSetsUpTheInstanceActsAsOperatorOnceEnrolled(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database, empty: true, settings: "--Operators:RequireMfa=true");
        string code;
        using (var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateScope(host.Services))
        {
            var mediator = (MediatR.IMediator)scope.ServiceProvider.GetService(typeof(MediatR.IMediator))!;
            code = (await mediator.Send(new Platform.Contracts.Tenancy.GetSetupCode()))!;
        }

        var made = await host.Anonymous.PostAsync("/setup", new
        {
            code,
            @operator = new { email = "first@instance.example", password = TestOrganization.Password },
            organization = new { name = "First", slug = "first" },
            administrator = new { name = "Ada", email = "first@instance.example" },
        }).Expect(200);
        var me = host.Anonymous.With(made["accessToken"]).In("first");
        await me.GetAsync("/me").Expect(200);
        (await me.GetAsync("/instance/organizations").ExpectProblem(401, "mfa-required"))["secondFactor"].ShouldBe("enrolment");
        await Authenticator.EnrolAsync(host, me);
        await me.GetAsync("/instance/organizations").Expect(200);
    }

    private async Task<(TestOrganization Organization, TestPerson Person)> RequiringAsync(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync();
        await Authenticator.EnrolAsync(organization.Host, organization.Admin);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { requireMfa = true } }).Expect(200);
        return (organization, person);
    }
}
