namespace Platform.IntegrationTests.Tokens;

public sealed class DeleteServiceAccountTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task ItsTokensEndAndStayVisible(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var name = (await organization.Admin.GetAsync($"/service-accounts/{token.OwnerId}").Expect(200))["name"];
        await organization.With(token.Secret).GetAsync("/me").Expect(200);

        await organization.Admin.DeleteAsync($"/service-accounts/{token.OwnerId}").Expect(204);
        await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        var read = await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200);
        (read["status"], read["revokedReason"], read["owner.name"]).ShouldBe(("revoked", "service-account-deleted", name));
        (await organization.Admin.GetAsync($"/tokens?ownerId={token.OwnerId}").Expect(200)).Items.ShouldHaveSingleItem();

        await organization.Admin.GetAsync($"/service-accounts/{token.OwnerId}").ExpectProblem(404, "not-found");
        await organization.Admin.DeleteAsync($"/service-accounts/{token.OwnerId}").ExpectProblem(404, "not-found");
        await organization.Admin.PatchAsync($"/service-accounts/{token.OwnerId}", new { status = "active" }).ExpectProblem(404, "not-found");
        (await organization.Admin.GetAsync("/service-accounts").Expect(200)).Items.Select(account => account.Text("id")).ShouldNotContain(token.OwnerId.ToString());
        await organization.Admin.PostAsync("/tokens", new { serviceAccountId = token.OwnerId, name = "New", expiresAt = (string?)null, scopes = new[] { "people:read" } }).ExpectInvalid("serviceAccountId");

        // Both names are free.
        var again = await organization.Admin.PostAsync("/service-accounts", new { name, permissions = new[] { "people:read" } }).Expect(201);
        await organization.Admin.PostAsync("/tokens", new { serviceAccountId = again.Id, name = token.Name, expiresAt = (string?)null, scopes = new[] { "people:read" } }).Expect(201);
    }

    [Theory, EachDatabase]
    public async Task NeedsThePermissionAndTheOrganization(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var reader = await organization.AddPersonHoldingAsync("service-accounts:read");
        await reader.Client.DeleteAsync($"/service-accounts/{token.OwnerId}").ExpectProblem(403, "permission-denied");
        var other = await organization.Host.CreateOrganizationAsync();
        await other.Admin.DeleteAsync($"/service-accounts/{token.OwnerId}").ExpectProblem(404, "not-found");
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
    }
}
