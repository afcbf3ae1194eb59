namespace Platform.IntegrationTests.Tokens;

public sealed class CreateServiceAccountTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task IsBoundedByItsCreator(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var writer = await organization.AddPersonHoldingAsync("service-accounts:write", "service-accounts:read", "people:read");
        await writer.Client.PostAsync("/service-accounts", new { name = "Too much", permissions = new[] { "people:*" } }).ExpectProblem(422, "scope-not-grantable");
        var made = await writer.Client.PostAsync("/service-accounts", new { name = "Enough", description = "d", permissions = new[] { "users:read" } }).Expect(201);
        made.Json.Texts("permissions").ShouldBe(["people:read"]);
        made["status"].ShouldBe("active");
        made["tokenCount"].ShouldBe("0");
        await writer.Client.PostAsync("/service-accounts", new { name = "ENOUGH", permissions = new[] { "people:read" } }).ExpectProblem(409, "conflict");
        await writer.Client.PostAsync("/service-accounts", new { permissions = new[] { "people:read" } }).ExpectInvalid("name");
        await writer.Client.PostAsync("/service-accounts", new { name = "No list" }).ExpectInvalid("permissions");
    }

    [Theory, EachDatabase]
    public async Task CountsItsLiveTokens(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        (await organization.Admin.GetAsync($"/service-accounts/{token.OwnerId}").Expect(200))["tokenCount"].ShouldBe("1");
        (await organization.Admin.GetAsync("/service-accounts").Expect(200)).Items.ShouldHaveSingleItem().Text("tokenCount").ShouldBe("1");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        (await organization.Admin.GetAsync($"/service-accounts/{token.OwnerId}").Expect(200))["tokenCount"].ShouldBe("0");
    }

    [Theory, EachDatabase]
    public async Task ItsTokensDoNoMoreThanItself(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        var issued = await organization.Admin.PostAsync("/tokens", new { serviceAccountId = account, name = "Wide", expiresAt = (DateTime?)null, scopes = new[] { "admin" } }).Expect(201);
        (await organization.With(issued["secret"]).GetAsync("/me").Expect(200)).Json.Texts("permissions").ShouldBe(["people:read"]);
    }
}
