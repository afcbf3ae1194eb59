namespace Platform.IntegrationTests.Tenancy;

public sealed class CreateOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task WithAPasswordTheAdministratorSignsInAtOnce(Database database)
    {
        var host = await hosts.OnAsync(database);
        var email = TestOrganization.NewEmail();
        var made = await (await host.OperatorAsync()).PostAsync("/instance/organizations", Wanted("with-password", email, TestOrganization.Password)).Expect(201);
        made["slug"].ShouldBe("with-password");
        made["status"].ShouldBe("active");
        made["administrator.email"].ShouldBe(email);
        made.Json["invitation"].ShouldBeNull();
        made.Body.ShouldNotContain(TestOrganization.Password);
        made.Headers.Location!.OriginalString.ShouldEndWith($"/instance/organizations/{made.Id}");

        var signedIn = await host.SignInAsync(email, TestOrganization.Password).Expect(200);
        signedIn["organization.slug"].ShouldBe("with-password");
        signedIn["person.id"].ShouldBe(made["administrator.id"]);
        var me = await host.Anonymous.With(signedIn["accessToken"]).In("with-password").GetAsync("/me").Expect(200);
        me.Json.Texts("permissions").ShouldBe(["admin"]);
    }

    [Theory, EachDatabase]
    public async Task WithoutAPasswordTheAdministratorIsInvited(Database database)
    {
        var host = await hosts.OnAsync(database);
        var email = TestOrganization.NewEmail();
        var made = await (await host.OperatorAsync()).PostAsync("/instance/organizations", Wanted("by-invitation", email, null)).Expect(201);
        made["invitation.url"].ShouldStartWith($"{host.Address}accept-invitation?token=");
        made.Json.Time("invitation.expiresAt").ShouldBe(host.Now.AddDays(7));
        await host.SignInAsync(email, TestOrganization.Password).ExpectProblem(401, "unauthenticated");

        var joined = await host.Anonymous.PostAsync(
            "/auth/accept-invitation", new { token = TestOrganization.InvitationToken(made), password = TestOrganization.Password }).Expect(200);
        joined["organization.slug"].ShouldBe("by-invitation");
        var admin = host.Anonymous.With(joined["accessToken"]).In("by-invitation");
        (await admin.GetAsync("/people").Expect(200)).Items.ShouldHaveSingleItem().Text("roles.0.name").ShouldBe("Administrator");
    }

    [Theory, EachDatabase]
    public async Task AnExistingAccountKeepsItsPassword(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var made = await (await host.OperatorAsync()).PostAsync(
            "/instance/organizations", Wanted("second-home", organization.AdministratorEmail, "not-theirs-to-set")).Expect(201);
        made["invitation.url"].ShouldNotBeEmpty();
        await host.SignInAsync(organization.AdministratorEmail, "not-theirs-to-set").ExpectProblem(401, "unauthenticated");
        var signedIn = await host.SignInAsync(organization.AdministratorEmail, TestOrganization.Password).Expect(200);
        signedIn.Json.Texts("organizations").Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task ATakenSlugIsAConflict(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var problem = await (await organization.Host.OperatorAsync())
            .PostAsync("/instance/organizations", Wanted(organization.Slug, TestOrganization.NewEmail(), null)).ExpectProblem(409, "conflict");
        problem["detail"].ShouldContain(organization.Slug);
    }

    [Theory, EachDatabase]
    public async Task InvalidFieldsAreNamed(Database database)
    {
        var host = await hosts.OnAsync(database);
        var op = await host.OperatorAsync();
        foreach (var slug in (string?[])[null, "", "a", "UPPER", "two words", "-edge", "a--b", new string('a', 64), Guid.CreateVersion7().ToString()])
        {
            await op.PostAsync("/instance/organizations", new { name = "Name", slug, administrator = new { name = "A", email = "a@b.example" } }).ExpectInvalid("slug");
        }

        await op.PostAsync("/instance/organizations", new { name = "Name", slug = "fine" }).ExpectInvalid("administrator");
        await op.PostAsync("/instance/organizations", Wanted("fine", "no address", null)).ExpectInvalid("administrator.email");
        await op.PostAsync("/instance/organizations", Wanted("fine", "a@b.example", "short")).ExpectInvalid("administrator.password");
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("admin");
        foreach (var caller in (ApiClient[])[organization.Admin, organization.Admin.In(null), organization.With(token.Secret)])
        {
            var denied = await caller.PostAsync("/instance/organizations", Wanted("mine", "a@b.example", null)).ExpectProblem(403, "permission-denied");
            denied["requiredPermission"].ShouldBe("operator");
        }

        await organization.Host.Anonymous.PostAsync("/instance/organizations", Wanted("mine", "a@b.example", null)).ExpectProblem(401, "unauthenticated");
    }

    private static object Wanted(string slug, string email, string? password) =>
        new { name = "An Organization", slug, administrator = new { name = "First Admin", email, password } };
}
