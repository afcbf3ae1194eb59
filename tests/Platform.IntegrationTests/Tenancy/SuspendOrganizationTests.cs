namespace Platform.IntegrationTests.Tenancy;

/// <summary>A suspended organization is closed by every door. <c>Nodes/SuspendedOrganizationTests</c> has two hosts.</summary>
public sealed class SuspendOrganizationTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task EveryDoorIsClosedAtOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var verifier = await TestApplication.RegisterAsync(host, "read");
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var (service, own) = (await organization.IssueTokenAsync("people:read"), (await person.Client.PostAsync("/me/token").Expect(201))["secret"]);
        var invited = await organization.Admin.PostAsync("/people", new { name = "Ivy", email = TestOrganization.NewEmail(), invite = true }).Expect(201);
        var calendar = new Uri((await person.Client.PostAsync("/me/calendar").Expect(201))["url"]).PathAndQuery;
        foreach (var caller in (ApiClient[])[organization.With(service.Secret), organization.With(own), person.Client, organization.Admin])
        {
            await caller.GetAsync("/me").Expect(200);
        }

        var receipt = await SuspendAsync(organization, "The bill is open");
        receipt["organizationId"].ShouldBe(organization.Id.ToString());
        receipt.Json.Time("suspendedAt").ShouldBe(host.Now, TimeSpan.FromSeconds(1));
        receipt.ShouldBeSettled();

        foreach (var caller in (ApiClient[])[organization.With(service.Secret), organization.With(own), person.Client, organization.Admin])
        {
            await caller.GetAsync("/me").ExpectProblem(403, "organization-suspended");
            await caller.In(null).GetAsync("/forward-auth").ExpectProblem(403, "organization-suspended");
        }

        foreach (var secret in (string[])[service.Secret, own, person.Client.Credential!])
        {
            (await verifier.VerdictAsync(secret)).ShouldBe("suspended");
            var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = secret });
            (await verifier.Client.PostAsync("/introspect", form).Expect(200)).Body.ShouldBe("{\"active\":false}");
        }

        foreach (var place in (string?[])[null, organization.Slug, organization.Id.ToString()])
        {
            await host.SignInAsync(person.Email, TestOrganization.Password, place).ExpectProblem(403, "organization-suspended");
        }

        await host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(403, "organization-suspended");
        await host.Anonymous.PostAsync("/auth/accept-invitation", new { token = TestOrganization.InvitationToken(invited), password = TestOrganization.Password })
            .ExpectProblem(403, "organization-suspended");
        await host.Root.GetAsync(calendar).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task WhoeverIsElsewhereTooMovesThere(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var other = await organization.Host.CreateOrganizationAsync();
        var person = await organization.AddPersonAsync();
        await other.JoinAsync(person.Email);
        await SuspendAsync(organization);
        (await organization.Host.SignInAsync(person.Email, TestOrganization.Password).Expect(200))["organization.slug"].ShouldBe(other.Slug);
        await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken }).ExpectProblem(403, "organization-suspended");
        var moved = await organization.Host.Anonymous.PostAsync("/auth", new { refreshToken = person.RefreshToken, organizationId = other.Slug }).Expect(200);
        moved["organization.slug"].ShouldBe(other.Slug);
        await other.Admin.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AnOperatorWhoIsInItStillRunsTheInstance(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await organization.JoinAsync(PlatformHost.OperatorEmail, password: PlatformHost.OperatorPassword);
        var signedIn = await host.SignInAsync(PlatformHost.OperatorEmail, PlatformHost.OperatorPassword, organization.Slug).Expect(200);
        var me = host.Anonymous.With(signedIn["accessToken"]).In(organization.Slug);
        await me.GetAsync("/me").Expect(200);
        var path = $"/instance/organizations/{organization.Id}";
        await me.PostAsync($"{path}/suspend").Expect(200);
        await me.GetAsync("/me").ExpectProblem(403, "organization-suspended");
        await me.In(null).GetAsync("/me").ExpectProblem(403, "organization-suspended");
        await me.GetAsync("/account").ExpectProblem(403, "organization-suspended");
        (await me.GetAsync(path).Expect(200))["status"].ShouldBe("suspended");
        (await host.Anonymous.PostAsync("/auth", new { refreshToken = signedIn["refreshToken"] }).Expect(200)).Json["organization"].ShouldBeNull();
        await me.PostAsync($"{path}/resume").Expect(200);
        await me.GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task ItsAdministratorsAreToldAndBothLogsHaveIt(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await SuspendAsync(organization, "The bill is open");
        await SuspendAsync(organization, "Another reason, too late");
        (await organization.Host.CountAuditAsync("organization.suspended", organization.Id)).ShouldBe(2, "its own log and the instance's");
        await (await organization.Host.OperatorAsync()).PostAsync($"/instance/organizations/{organization.Id}/resume").Expect(200);
        var notices = await Eventually.Until(
            () => organization.Admin.GetAsync("/notifications").Expect(200),
            answer => answer.Items.Any(notice => notice.Text("event") == "organization.resumed"));
        var told = notices.Items.Where(notice => notice.Text("event") == "organization.suspended").ShouldHaveSingleItem();
        told.Text("body").ShouldContain("The bill is open");
        var entry = (await organization.Admin.GetAsync($"/audit?action=organization.suspended").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("actor.kind").ShouldBe("operator");
        entry.Text("changes.suspendedReason.after").ShouldBe("The bill is open");
    }

    [Theory, EachDatabase]
    public async Task TwiceIsOnceAndAnUnknownOneIsNotFound(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var first = await SuspendAsync(organization);
        organization.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await SuspendAsync(organization))["suspendedAt"].ShouldBe(first["suspendedAt"]);
        var op = await organization.Host.OperatorAsync();
        await op.PostAsync($"/instance/organizations/{Guid.CreateVersion7()}/suspend").ExpectProblem(404, "not-found");
        await op.PostAsync($"/instance/organizations/{Guid.Empty}/suspend").ExpectProblem(404, "not-found");
        await op.PostAsync($"/instance/organizations/{organization.Id}/suspend", new { reason = new string('x', 401) }).ExpectInvalid("reason");
    }

    [Theory, EachDatabase]
    public async Task OnlyOperatorsMay(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await organization.Admin.PostAsync($"/instance/organizations/{organization.Id}/suspend").ExpectProblem(403, "permission-denied");
        await organization.Admin.GetAsync("/me").Expect(200);
    }

    private static async Task<Answer> SuspendAsync(TestOrganization organization, string? reason = null) =>
        await (await organization.Host.OperatorAsync()).PostAsync($"/instance/organizations/{organization.Id}/suspend", new { reason }).Expect(200);
}
