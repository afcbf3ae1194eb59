namespace Platform.IntegrationTests.Tokens;

public sealed class IssueApplicationTokenTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task AnswersWithTheTokenAndItsSecret(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await CreateAsync(host, "alpha");
        var token = await (await host.OperatorAsync()).PostAsync($"/instance/applications/{application}/tokens", new { name = "Gateway" }).Expect(201);
        token["secret"].ShouldMatch("^pta_[0-9A-Za-z]{42}$");
        (token["kind"], token["owner.kind"], token["owner.id"]).ShouldBe(("application", "application", application.ToString()));
        token.Json["expiresAt"].ShouldBeNull();
        var me = await host.Anonymous.With(token["secret"]).GetAsync("/me").Expect(200);
        (me["subject.kind"], me["subject.id"]).ShouldBe(("application", application.ToString()));
        me.Json["organization"].ShouldBeNull();
        me.Json.Texts("permissions").ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task OpensNoOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var secret = await SecretAsync(organization.Host, "beta", null);
        await organization.With(secret).GetAsync("/people").ExpectProblem(403, "organization-mismatch");
        await organization.With(secret).In(null).GetAsync("/people").ExpectProblem(400, "organization-required");
        await organization.With(secret).GetAsync("/instance/organizations").ExpectProblem(403, "permission-denied");
    }

    [Theory, EachDatabase]
    public async Task EndsExactlyAtItsExpiry(Database database)
    {
        var host = await hosts.OnAsync(database);
        var expiresAt = host.Now.AddDays(1);
        var caller = host.Anonymous.With(await SecretAsync(host, "gamma", expiresAt));
        host.Clock.AdvanceTo(expiresAt.AddTicks(-1));
        await caller.GetAsync("/me").Expect(200);
        host.Clock.AdvanceTo(expiresAt);
        await caller.GetAsync("/me").ExpectProblem(401, "token-expired");
    }

    [Theory, EachDatabase]
    public async Task ANameInUseIsTakenWithinTheApplication(Database database)
    {
        var host = await hosts.OnAsync(database);
        var op = await host.OperatorAsync();
        var (first, second) = (await CreateAsync(host, "delta"), await CreateAsync(host, "epsilon"));
        await op.PostAsync($"/instance/applications/{first}/tokens", new { name = "Gateway" }).Expect(201);
        await op.PostAsync($"/instance/applications/{first}/tokens", new { name = "GATEWAY" }).ExpectProblem(409, "token-name-taken");
        await op.PostAsync($"/instance/applications/{second}/tokens", new { name = "Gateway" }).Expect(201);
    }

    [Theory, EachDatabase]
    public async Task BadCallsAreRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var op = await organization.Host.OperatorAsync();
        var path = $"/instance/applications/{await CreateAsync(organization.Host, "zeta")}/tokens";
        await op.PostAsync(path, new { }).ExpectInvalid("name");
        await op.PostAsync(path, new { name = "A", expiresAt = organization.Host.Now }).ExpectInvalid("expiresAt");
        await op.PostAsync($"/instance/applications/{Guid.CreateVersion7()}/tokens", new { name = "A" }).ExpectProblem(404, "not-found");
        (await organization.Admin.PostAsync(path, new { name = "A" }).ExpectProblem(403, "permission-denied"))["requiredPermission"].ShouldBe("operator");
    }

    private static async Task<Guid> CreateAsync(PlatformHost host, string resource) => (await (await host.OperatorAsync()).PostAsync(
        "/instance/applications", new { name = $"App {resource}", resources = new[] { new { name = resource, actions = new[] { "read" } } } }).Expect(201)).Id;

    private static async Task<string> SecretAsync(PlatformHost host, string resource, DateTime? expiresAt)
    {
        var application = await CreateAsync(host, resource);
        return (await (await host.OperatorAsync()).PostAsync($"/instance/applications/{application}/tokens", new { name = "Gateway", expiresAt }).Expect(201))["secret"];
    }
}
