namespace Platform.IntegrationTests.Tenancy;

public sealed class InviteOperatorTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ANewAccountJoinsByTheLinkWithAPasswordOfItsOwn(Database database)
    {
        var host = await hosts.OnAsync(database);
        var op = await host.OperatorAsync();
        var email = TestOrganization.NewEmail("new");
        var invited = await op.PostAsync("/instance/operators", new { email = $" {email.ToUpperInvariant()} " }).Expect(201);
        invited["status"].ShouldBe("invited");
        (await RowOfAsync(op, invited.Id)).Text("status").ShouldBe("invited");
        await host.SignInAsync(email, TestOrganization.Password).ExpectProblem(401, "unauthenticated");

        await TestOperator.AcceptAsync(host, invited, "short").ExpectInvalid("password");
        var joined = await TestOperator.AcceptAsync(host, invited, TestOrganization.Password).Expect(200);
        joined["isOperator"].ShouldBe("true");
        joined.Json["organization"].ShouldBeNull();
        var client = host.Anonymous.With(joined["accessToken"]);
        await client.GetAsync("/instance/organizations").Expect(200);
        await TestOperator.AcceptAsync(host, invited, TestOrganization.Password).ExpectProblem(404, "not-found");

        var row = await RowOfAsync(client, invited.Id);
        row.Text("status").ShouldBe("active");
        row.Text("current").ShouldBe("true");
        row.Text("secondFactor").ShouldBe("false");
        row["invitedUntil"].ShouldBeNull();
        row.Time("lastSeenAt").ShouldBe(host.Now);
        (await RowOfAsync(op, invited.Id)).Text("current").ShouldBe("false");
        (await host.CountAuditAsync("operator.invited", invited.Id)).ShouldBe(1);
        (await host.CountAuditAsync("operator.joined", invited.Id)).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task AnExistingAccountAcceptsWithItsOwnPasswordAndIsNoOperatorBefore(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var op = await host.OperatorAsync();
        var person = await organization.AddPersonAsync();
        var app = await Authenticator.EnrolAsync(host, person.Client);
        var invited = await op.PostAsync("/instance/operators", new { email = person.Email }).Expect(201);
        await person.Client.GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");
        (await RowOfAsync(op, invited.Id))["lastSeenAt"].ShouldBeNull("what people do is their organization's affair");

        // The link alone, in the wrong hands, is worth nothing.
        await TestOperator.AcceptAsync(host, invited, "chosen by the attacker").ExpectProblem(401, "unauthenticated");
        await TestOperator.AcceptAsync(host, invited, TestOrganization.Password).ExpectProblem(401, "mfa-required");
        await person.Client.GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");

        await TestOperator.AcceptAsync(host, invited, TestOrganization.Password, app.NextCode(host)).Expect(200);
        await person.Client.GetAsync("/instance/organizations").Expect(200);
        await organization.Admin.GetAsync("/people").Expect(200);
        await op.PostAsync("/instance/operators", new { email = person.Email }).ExpectProblem(409, "conflict");
    }

    /// <summary>Whoever made an account under somebody else's address, and chose its password, is not let in by that.</summary>
    [Theory, EachDatabase]
    public async Task AnAccountThatAnAdministratorHasMadeUnderTheAddressIsNotLetIn(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var email = TestOrganization.NewEmail("chief");
        var planted = await organization.Admin.PostAsync("/people", new { name = "Chief", email, invite = true }).Expect(201);
        await host.Anonymous.PostAsync("/auth/accept-invitation", new { token = TestOrganization.InvitationToken(planted), password = TestOrganization.Password }).Expect(200);
        await (await host.OperatorAsync()).PostAsync("/instance/operators", new { email }).Expect(201);

        var attacker = await organization.SignInAsync(email);
        await attacker.GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");
        (await host.SignInAsync(email, TestOrganization.Password).Expect(200))["isOperator"].ShouldBe("false");
    }

    [Theory, EachDatabase]
    public async Task ANewLinkTakesThePlaceOfTheOldOneAndEndsAfterSevenDays(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var op = await host.OperatorAsync();
        var email = TestOrganization.NewEmail("twice");
        var first = await op.PostAsync("/instance/operators", new { email }).Expect(201);
        var second = await op.PostAsync("/instance/operators", new { email }).Expect(201);
        second.Id.ShouldBe(first.Id);
        await TestOperator.AcceptAsync(host, first, TestOrganization.Password).ExpectProblem(404, "not-found");
        second.Json.Time("invitation.expiresAt").ShouldBe(host.Now.AddDays(7));
        host.Clock.Advance(TimeSpan.FromDays(7));
        await TestOperator.AcceptAsync(host, second, TestOrganization.Password).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task TakesAnAddressAndOperatorsOnly(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        await op.PostAsync("/instance/operators", new { email = "no address" }).ExpectInvalid("email");
        await op.PostAsync("/instance/operators", new { }).ExpectInvalid("email");
        await op.PostAsync("/instance/operators", new { email = PlatformHost.OperatorEmail }).ExpectProblem(409, "conflict");
        await organization.Admin.PostAsync("/instance/operators", new { email = "a@b.example" }).ExpectProblem(403, "permission-denied");
        await organization.Admin.GetAsync("/instance/operators").ExpectProblem(403, "permission-denied");
    }

    private static async Task<JsonNode> RowOfAsync(ApiClient op, Guid id) =>
        (await op.GetAsync("/instance/operators?limit=200").Expect(200)).Items.Single(row => row.Text("id") == id.ToString());
}
