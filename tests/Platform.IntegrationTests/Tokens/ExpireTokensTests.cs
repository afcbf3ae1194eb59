namespace Platform.IntegrationTests.Tokens;

/// <summary>The job <c>tokens-expire</c>: a token stops at its end without it, but it is told of once.</summary>
public sealed class ExpireTokensTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task TellsOfEachEndOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var personal = await person.Client.PostAsync("/me/token").Expect(201);
        var service = await organization.IssueTokenAsync(["people:read"], organization.Host.Now.AddDays(1));
        var lasting = await organization.IssueTokenAsync("people:read");
        await organization.Host.RunJobAsync("tokens-expire");
        (await TellingsAsync(organization, service.Id)).ShouldBe(0);

        organization.Host.Clock.AdvanceTo(personal.Json.Time("expiresAt"));
        await organization.Host.RunJobAsync("tokens-expire");
        await organization.Host.RunJobAsync("tokens-expire");

        (await TellingsAsync(organization, service.Id)).ShouldBe(1);
        (await TellingsAsync(organization, personal.Id)).ShouldBe(1);
        (await TellingsAsync(organization, lasting.Id)).ShouldBe(0);
        await organization.SignInAdministratorAsync();
        var entry = (await organization.Admin.GetAsync($"/audit?targetId={service.Id}&action=token.expired").Expect(200)).Items.ShouldHaveSingleItem();
        entry.Text("actor.kind").ShouldBe("system");
        (await organization.Admin.GetAsync($"/tokens/{service.Id}").Expect(200))["status"].ShouldBe("expired");
        var client = await organization.SignInAsync(person.Email);
        await Eventually.Until(() => client.GetAsync("/notifications").Expect(200), list => list.Items.Any(notice => notice.Text("event") == "token.expired"));
        (await client.GetAsync("/notifications").Expect(200)).Items.Count(notice => notice.Text("event") == "token.expired").ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task ARevokedTokenHasNoEndToTellOf(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync(["people:read"], organization.Host.Now.AddDays(1));
        await organization.Admin.DeleteAsync($"/tokens/{token.Id}").Expect(200);
        organization.Host.Clock.Advance(TimeSpan.FromDays(2));
        await organization.Host.RunJobAsync("tokens-expire");
        (await TellingsAsync(organization, token.Id)).ShouldBe(0);
    }

    private static async Task<int> TellingsAsync(TestOrganization organization, Guid tokenId)
    {
        await using var tables = await organization.Host.OpenTablesAsync();
        return Convert.ToInt32(
            await tables.ScalarAsync($"SELECT COUNT(*) FROM kernel_outbox WHERE name = 'token.expired' AND payload LIKE '%{tokenId}%'"),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
