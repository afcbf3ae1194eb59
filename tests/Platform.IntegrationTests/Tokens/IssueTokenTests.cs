namespace Platform.IntegrationTests.Tokens;

public sealed class IssueTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task IssuesWhatWasAskedFor(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:*", "roles:read");
        var expiresAt = organization.Host.Now.AddDays(20);
        var issued = await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = account,
            name = "Night export",
            description = "Runs at two",
            integrations = new[] { "Warehouse" },
            expiresAt,
            scopes = new[] { "people:read", "urn:platform:roles:*:read" },
            allowedAddresses = new[] { "127.0.0.1" },
        }).Expect(201);
        issued["secret"].ShouldMatch("^pts_[0-9A-Za-z]{42}$");
        issued["kind"].ShouldBe("service");
        issued["status"].ShouldBe("expiring");
        issued["owner.id"].ShouldBe(account.ToString());
        issued["createdBy.id"].ShouldBe(organization.AdministratorId.ToString());
        issued.Json.Texts("scopes").ShouldBe(["people:read", "roles:read"]);
        issued.Json.Texts("allowedAddresses").ShouldBe(["127.0.0.1/32"]);
        issued.Json.Texts("integrations").ShouldBe(["Warehouse"]);
        issued.Json.Time("expiresAt").ShouldBe(expiresAt);

        var read = await organization.Admin.GetAsync($"/tokens/{issued.Id}").Expect(200);
        read.Json["secret"].ShouldBeNull();
        read["description"].ShouldBe("Runs at two");
        var me = await organization.With(issued["secret"]).GetAsync("/me").Expect(200);
        me["subject.kind"].ShouldBe("serviceAccount");
        me.Json.Texts("permissions").ShouldBe(["people:read", "roles:read"]);
    }

    [Theory, EachDatabase]
    public async Task ALiveNameIsTakenWhateverItsCase(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        var first = await IssueAsync(organization, account, "Bridge", null).Expect(201);
        var refused = await IssueAsync(organization, account, " BRIDGE ", null).ExpectProblem(409, "token-name-taken");
        refused["detail"].ShouldBe("A token with this name already exists. Choose a different name.");

        await organization.Admin.PostAsync($"/tokens/{first.Id}/revoke").Expect(200);
        var second = await IssueAsync(organization, account, "bridge", organization.Host.Now.AddMinutes(5)).Expect(201);
        await IssueAsync(organization, account, "Bridge", null).ExpectProblem(409, "token-name-taken");
        organization.Host.Clock.AdvanceTo(second.Json.Time("expiresAt"));
        await IssueAsync(organization, account, "Bridge", null).Expect(201);
    }

    [Theory, EachDatabase]
    public async Task TwoAtOnceGetOneName(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => IssueAsync(organization, account, "Race", null)));
        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
        {
            answer.ExpectProblem(409, "token-name-taken");
        }
    }

    [Theory, EachDatabase]
    public async Task NobodyGrantsWhatTheyDoNotHold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("admin");
        var writer = await organization.AddPersonHoldingAsync("tokens:write", "people:read");
        object Wanted(params string[] scopes) => new { serviceAccountId = account, name = "Try", expiresAt = (DateTime?)null, scopes };
        await writer.Client.PostAsync("/tokens", Wanted("people:read", "people:write")).ExpectProblem(422, "scope-not-grantable");
        await writer.Client.PostAsync("/tokens", Wanted("admin")).ExpectProblem(422, "scope-not-grantable");
        await writer.Client.PostAsync("/tokens", Wanted("*:read")).ExpectProblem(422, "scope-not-grantable");
        await writer.Client.PostAsync("/tokens", Wanted("people:read")).Expect(201);
        var reader = await organization.AddPersonHoldingAsync("tokens:read");
        (await reader.Client.PostAsync("/tokens", Wanted("tokens:read")).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:write");
    }

    [Theory, EachDatabase]
    public async Task SaysWhichFieldCantBeTaken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        string[] scopes = ["people:read"];
        DateTime? never = null;
        Task<Answer> Try(object body) => organization.Admin.PostAsync("/tokens", body);
        await Try(new { serviceAccountId = account, name = "N", scopes }).ExpectInvalid("expiresAt");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = organization.Host.Now }).ExpectInvalid("expiresAt");
        await Try(new { serviceAccountId = account, name = " ", scopes, expiresAt = never }).ExpectInvalid("name");
        await Try(new { serviceAccountId = account, name = "N", scopes = Array.Empty<string>(), expiresAt = never }).ExpectInvalid("scopes");
        (await Try(new { serviceAccountId = account, name = "N", scopes = new[] { "peopel:read" }, expiresAt = never }).ExpectInvalid("scopes")).ShouldContain("people:read");
        await Try(new { serviceAccountId = Guid.CreateVersion7(), name = "N", scopes, expiresAt = never }).ExpectInvalid("serviceAccountId");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, allowedAddresses = new[] { "10.0.0.0/99" } }).ExpectInvalid("allowedAddresses");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, rateLimitPerMinute = 5 }).ExpectInvalid("rateLimitPerMinute");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, format = "jwt" }).ExpectInvalid("format");
    }

    [Theory, EachDatabase]
    public async Task EndsExactlyAtItsExpiry(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var expiresAt = organization.Host.Now.AddDays(3);
        var token = await organization.IssueTokenAsync(["people:read"], expiresAt);
        var unused = await organization.IssueTokenAsync(["people:read"], expiresAt);
        organization.Host.Clock.AdvanceTo(expiresAt.AddTicks(-1));
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        organization.Host.Clock.AdvanceTo(expiresAt);
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-expired");
        await organization.With(unused.Secret).GetAsync("/me").ExpectProblem(401, "token-expired");
    }

    [Theory, EachDatabase]
    public async Task AnApiTokenIssuesWithinItsOwnScopes(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var issuer = await organization.IssueTokenAsync("tokens:write", "people:read");
        var wanted = new { serviceAccountId = issuer.OwnerId, name = "Child", expiresAt = (string?)null, scopes = new[] { "people:read" } };
        var made = await organization.With(issuer.Secret).PostAsync("/tokens", wanted).Expect(201);
        (made["createdBy.kind"], made["createdBy.id"]).ShouldBe(("serviceAccount", issuer.OwnerId.ToString()));
        await organization.With(issuer.Secret).PostAsync("/tokens", wanted with { name = "Greedy", scopes = ["roles:write"] }).ExpectProblem(422, "scope-not-grantable");
    }

    private static Task<Answer> IssueAsync(TestOrganization organization, Guid account, string name, DateTime? expiresAt) =>
        organization.Admin.PostAsync("/tokens", new { serviceAccountId = account, name, expiresAt, scopes = new[] { "people:read" } });
}
