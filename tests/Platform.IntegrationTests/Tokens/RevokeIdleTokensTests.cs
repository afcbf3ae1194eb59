namespace Platform.IntegrationTests.Tokens;

/// <summary>The job <c>tokens-idle</c>.</summary>
public sealed class RevokeIdleTokensTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task WhatNobodyUsesIsRevokedWhereThePolicySaysSo(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var never = new List<TestToken>();
        for (var number = 0; number < 22; number++)
        {
            never.Add(await organization.IssueTokenAsync("people:read"));
        }

        var (once, busy) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        await UseAsync(organization, once, 1);
        await UseAsync(organization, busy, 1);
        host.Clock.Advance(TimeSpan.FromDays(20));
        await organization.SignInAdministratorAsync();
        await UseAsync(organization, busy, 2);
        var young = await organization.IssueTokenAsync("people:read");
        host.Clock.Advance(TimeSpan.FromDays(10));
        await host.RunJobAsync("tokens-idle");
        await organization.With(never[0].Secret).GetAsync("/roles").ExpectProblem(403, "permission-denied");

        await organization.SignInAdministratorAsync();
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { idleRevocationDays = 30 } }).Expect(200);
        await host.RunJobAsync("tokens-idle");
        foreach (var idle in never.Append(once))
        {
            await organization.With(idle.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
        }

        var read = await organization.Admin.GetAsync($"/tokens/{once.Id}").Expect(200);
        (read["status"], read["revokedReason"], read["revokedBy.kind"]).ShouldBe(("revoked", "idle", "system"));
        await organization.With(busy.Secret).GetAsync("/me").Expect(200);
        await organization.With(young.Secret).GetAsync("/me").Expect(200);
    }

    private static async Task UseAsync(TestOrganization organization, TestToken token, int times)
    {
        await organization.With(token.Secret).GetAsync("/me").Expect(200);
        await Eventually.Until(
            () => organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200),
            answer => answer["useCount"] == times.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await organization.Host.UsesWrittenAsync();
    }
}
