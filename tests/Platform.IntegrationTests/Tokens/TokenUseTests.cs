namespace Platform.IntegrationTests.Tokens;

/// <summary>How often and when a token was used last is written in the background.</summary>
public sealed class TokenUseTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task RefusedCallsDoNotCount(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        var caller = organization.With(token.Secret);
        await caller.GetAsync("/tokens").ExpectProblem(403, "permission-denied");
        await caller.In("no-such-organization").GetAsync("/me").ExpectProblem(403, "organization-mismatch");
        await caller.GetAsync("/me").Expect(200);
        await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200), answer => answer["useCount"] == "1");
    }
}
