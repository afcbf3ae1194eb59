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
        (await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, allowedAddresses = new[] { "192.0.2.7/24" } }).ExpectInvalid("allowedAddresses")).ShouldContain("192.0.2.0/24");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, allowedAddresses = new[] { "somewhere" } }).ExpectInvalid("allowedAddresses");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, rateLimitPerMinute = 0 }).ExpectInvalid("rateLimitPerMinute");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, rateLimitPerMinute = 100_001 }).ExpectInvalid("rateLimitPerMinute");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, integrations = new[] { " " } }).ExpectInvalid("integrations");
        await Try(new { serviceAccountId = account, name = "N", scopes, expiresAt = never, format = "paseto" }).ExpectInvalid("format");
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

    [Theory, EachDatabase]
    public async Task AddressesAreKeptInOneForm(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        string[] allowedAddresses = ["127.0.0.1", "::ffff:198.51.100.0/120", "2001:DB8:0::/32", "2001:db8::7", "10.0.0.0/8", "10.0.0.0/8"];
        var issued = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = account, name = "Bound", expiresAt = (string?)null, scopes = new[] { "people:read" }, allowedAddresses, rateLimitPerMinute = 100_000 }).Expect(201);
        issued.Json.Texts("allowedAddresses").ShouldBe(["127.0.0.1/32", "198.51.100.0/24", "2001:db8::/32", "2001:db8::7/128", "10.0.0.0/8"]);
        issued["rateLimitPerMinute"].ShouldBe("100000");
        await organization.With(issued["secret"]).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task AJwtSaysWhatItIsAndWorksLikeAnyOther(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read", "tokens:verify");
        var expiresAt = organization.Host.Now.AddDays(3).AddMilliseconds(250);
        var issued = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = account, name = "Signed", expiresAt, scopes = new[] { "people:read", "tokens:verify" }, format = "jwt" }).Expect(201);
        var secret = issued["secret"];
        var jwt = Jwt.Read(secret);
        jwt.Header.Text("alg").ShouldBe("ES256");
        var key = (await organization.Host.Root.GetAsync("/.well-known/jwks.json").Expect(200)).Json["keys"]!.AsArray().Single(one => one!.Text("kid") == jwt.Header.Text("kid"));
        Jwt.IsSignedBy(secret, key!).ShouldBeTrue();
        (jwt.Claims.Text("jti"), jwt.Claims.Text("org"), jwt.Claims.Text("sub"), jwt.Claims.Text("scope"), jwt.Claims.Text("iss"))
            .ShouldBe((issued.Id.ToString(), organization.Id.ToString(), account.ToString(), "people:read tokens:verify", organization.Host.Address.ToString().TrimEnd('/')));
        ((long)jwt.Claims["exp"]!).ShouldBe(new DateTimeOffset(expiresAt).ToUnixTimeSeconds());
        ((long)jwt.Claims["iat"]!).ShouldBe(new DateTimeOffset(issued.Json.Time("createdAt")).ToUnixTimeSeconds());
        (issued["format"], issued["display"]).ShouldBe(("jwt", $"{secret[..4]}…{secret[^4..]}"));

        // Taken wherever an opaque one is, by either header.
        (await organization.With(secret).GetAsync("/me").Expect(200))["credential.kind"].ShouldBe("apiToken");
        await organization.Host.Anonymous.In(organization.Slug).WithHeader("X-API-Key", secret).GetAsync("/people").Expect(200);
        (await organization.With(secret).PostAsync("/verify", new { token = secret }).Expect(200))["code"].ShouldBe("valid");
        await organization.With(secret).GetAsync("/roles").ExpectProblem(403, "permission-denied");
        await organization.With(secret).PostAsync("/me/token").ExpectProblem(403, "permission-denied");
        await (await organization.Host.CreateOrganizationAsync()).With(secret).GetAsync("/me").ExpectProblem(403, "organization-mismatch");

        // Forged ones are not, nor is one taken for a person's access token.
        foreach (var forged in (Jwt[])[jwt.WithClaim("scope", "admin"), jwt.WithAlgorithm("none"), jwt with { Signature = [] }])
        {
            await organization.With(forged.ToString()).GetAsync("/me").ExpectProblem(401, "unauthenticated");
        }

        await organization.With(secret).PostAsync("/auth/sign-out");
        await organization.With(secret).GetAsync("/me").Expect(200);
        await using (var tables = await organization.Host.OpenTablesAsync())
        {
            var signature = secret[(secret.LastIndexOf('.') + 1)..];
            (await tables.ReadAllAsync()).ShouldNotContain(value => value.Value.Contains(signature, StringComparison.Ordinal));
        }

        var next = await organization.Admin.PostAsync($"/tokens/{issued.Id}/rotate", new { overlapHours = 0 }).Expect(201);
        next["format"].ShouldBe("jwt");
        Jwt.Read(next["secret"]).Claims.Text("jti").ShouldBe(next.Id.ToString());
        await organization.With(secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        await organization.With(next["secret"]).GetAsync("/me").Expect(200);
        await organization.Admin.PostAsync($"/tokens/{next.Id}/revoke").Expect(200);
        await organization.With(next["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task AJwtEndsToTheMillisecondToo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        var expiresAt = organization.Host.Now.AddHours(1).AddMilliseconds(7);
        var issued = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = account, name = "Signed", expiresAt, scopes = new[] { "people:read" }, format = "jwt" }).Expect(201);
        organization.Host.Clock.AdvanceTo(expiresAt.AddMilliseconds(-1));
        await organization.With(issued["secret"]).GetAsync("/me").Expect(200);
        organization.Host.Clock.AdvanceTo(expiresAt);
        await organization.With(issued["secret"]).GetAsync("/me").ExpectProblem(401, "token-expired");
    }

    private static Task<Answer> IssueAsync(TestOrganization organization, Guid account, string name, DateTime? expiresAt) =>
        organization.Admin.PostAsync("/tokens", new { serviceAccountId = account, name, expiresAt, scopes = new[] { "people:read" } });
}
