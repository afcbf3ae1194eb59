namespace Platform.IntegrationTests.Tokens;

public sealed class VerifyTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    private static int _count;

    [Theory, EachDatabase]
    public async Task AnApplicationJudgesTokensOfEveryOrganization(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await ApplicationAsync(host);
        foreach (var organization in (TestOrganization[])[await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync()])
        {
            var token = await organization.IssueTokenAsync("people:read", "roles:read");
            var good = await application.PostAsync("/verify", new { token = token.Secret, scopes = new[] { "people:read" } }).Expect(200);
            good["valid"].ShouldBe("true");
            good["code"].ShouldBe("valid");
            good["organization.slug"].ShouldBe(organization.Slug);
            good["subject.id"].ShouldBe(token.OwnerId.ToString());
            good["subject.kind"].ShouldBe("serviceAccount");
            good["tokenId"].ShouldBe(token.Id.ToString());
            good.Json.Texts("scopes").ShouldBe(["people:read", "roles:read"]);
        }
    }

    [Theory, EachDatabase]
    public async Task SaysWhyNot(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await ApplicationAsync(host);
        var (organization, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        async Task<string> Code(object body)
        {
            var answer = await application.PostAsync("/verify", body).Expect(200);
            answer["valid"].ShouldBe(answer["code"] == "valid" ? "true" : "false");
            if (answer["code"] != "valid")
            {
                answer.Json["subject"].ShouldBeNull();
                answer.Json["tokenId"].ShouldBeNull();
            }

            return answer["code"];
        }

        var token = await organization.IssueTokenAsync(["people:read"], host.Now.AddMinutes(1));
        (await Code(new { token = token.Secret, organizationId = organization.Slug })).ShouldBe("valid");
        (await Code(new { token = token.Secret, organizationId = organization.Id })).ShouldBe("valid");
        (await Code(new { token = token.Secret, organizationId = other.Slug })).ShouldBe("organization-mismatch");
        (await Code(new { token = token.Secret, organizationId = "no-such" })).ShouldBe("organization-mismatch");
        (await Code(new { token = token.Secret, scopes = new[] { "people:read", "people:write" } })).ShouldBe("insufficient-scope");
        (await Code(new { token = "pts_" + new string('0', 42) })).ShouldBe("unknown");
        (await Code(new { token = "nonsense" })).ShouldBe("unknown");

        var bound = await organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = token.OwnerId, name = "Bound", expiresAt = (DateTime?)null, scopes = new[] { "people:read" }, allowedAddresses = new[] { "192.0.2.0/24" },
        }).Expect(201);
        (await Code(new { token = bound["secret"], address = "192.0.2.7" })).ShouldBe("valid");
        (await Code(new { token = bound["secret"], address = "198.51.100.7" })).ShouldBe("address-not-allowed");
        (await Code(new { token = bound["secret"] })).ShouldBe("address-not-allowed");

        await organization.Admin.PostAsync($"/tokens/{bound.Id}/revoke").Expect(200);
        (await Code(new { token = bound["secret"], address = "192.0.2.7" })).ShouldBe("revoked");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Code(new { token = token.Secret })).ShouldBe("expired");
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationJudgesItsOwnAndLearnsNothingOfOthers(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (own, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var verifier = own.With((await own.IssueTokenAsync("tokens:verify")).Secret);
        var (mine, theirs, revoked) = (await own.IssueTokenAsync("people:read"), await other.IssueTokenAsync("people:read"), await other.IssueTokenAsync("people:read"));
        await other.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        (await verifier.PostAsync("/verify", new { token = mine.Secret }).Expect(200))["code"].ShouldBe("valid");
        var unknown = (await verifier.PostAsync("/verify", new { token = "pts_" + new string('0', 42) }).Expect(200)).Body;
        (await verifier.PostAsync("/verify", new { token = theirs.Secret }).Expect(200)).Body.ShouldBe(unknown);
        (await verifier.PostAsync("/verify", new { token = revoked.Secret }).Expect(200)).Body.ShouldBe(unknown);
        await own.Admin.PostAsync($"/tokens/{mine.Id}/revoke").Expect(200);
        (await verifier.PostAsync("/verify", new { token = mine.Secret }).Expect(200))["code"].ShouldBe("revoked");
    }

    [Theory, EachDatabase]
    public async Task NobodyElseMayAsk(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("people:read");
        (await organization.With(token.Secret).PostAsync("/verify", new { token = token.Secret }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("tokens:verify");
        await host.Anonymous.PostAsync("/verify", new { token = token.Secret }).ExpectProblem(401, "unauthenticated");
        var application = await ApplicationAsync(host);
        await application.PostAsync("/verify", new { }).ExpectInvalid("token");
        await application.PostAsync("/verify", new { token = token.Secret, scopes = new[] { "not a scope" } }).ExpectInvalid("scopes");
        await application.PostAsync("/verify", new { token = token.Secret, address = "nowhere" }).ExpectInvalid("address");
        // An application verifies, and nothing else.
        await application.In(organization.Slug).GetAsync("/people").ExpectProblem(403, "organization-mismatch");
        await application.GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task APersonsTokenNamesThePerson(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var token = await person.Client.PostAsync("/me/token").Expect(201);
        var application = await ApplicationAsync(organization.Host);
        var verdict = await application.PostAsync("/verify", new { token = token["secret"] }).Expect(200);
        (verdict["subject.kind"], verdict["subject.id"], verdict["subject.email"]).ShouldBe(("person", person.Id.ToString(), person.Email));
        verdict.Json.Texts("scopes").ShouldContain("*:read");

        // What the owner may do now is what counts.
        await organization.Admin.PutAsync($"/people/{person.Id}/roles", new { roleIds = new[] { await organization.RoleAsync("Member") } }).Expect(200);
        async Task<string> CodeAsync(string scope) => (await application.PostAsync("/verify", new { token = token["secret"], scopes = new[] { scope } }).Expect(200))["code"];
        (await CodeAsync("tokens:read")).ShouldBe("insufficient-scope");
        (await CodeAsync("people:read")).ShouldBe("valid");
    }

    [Theory, EachDatabase]
    public async Task IsAUseOfTheToken(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var application = await ApplicationAsync(organization.Host);
        (await application.PostAsync("/verify", new { token = token.Secret, address = "198.51.100.9" }).Expect(200))["code"].ShouldBe("valid");
        var used = await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200), answer => answer["useCount"] == "1");
        used["lastUsedIp"].ShouldBe("198.51.100.9");
    }

    private static async Task<ApiClient> ApplicationAsync(PlatformHost host)
    {
        var (op, number) = (await host.OperatorAsync(), Interlocked.Increment(ref _count));
        var made = await op.PostAsync("/instance/applications", new { name = $"Verifier {number}", resources = new[] { new { name = $"things-{number}", actions = new[] { "read" } } } }).Expect(201);
        var token = await op.PostAsync($"/instance/applications/{made.Id}/tokens", new { name = "Production" }).Expect(201);
        token["secret"].ShouldMatch("^pta_[0-9A-Za-z]{42}$");
        await op.PostAsync($"/instance/applications/{made.Id}/tokens", new { name = "production" }).ExpectProblem(409, "token-name-taken");
        return host.Anonymous.With(token["secret"]);
    }
}
