namespace Platform.IntegrationTests.Tokens;

public sealed class ListTokensTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task FiltersByStatusKindOwnerAndText(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var mine = await person.Client.PostAsync("/me/token", new { name = "Mine alone" }).Expect(201);
        var lasting = await organization.IssueTokenAsync("people:read");
        var ending = await organization.IssueTokenAsync(["people:read"], organization.Host.Now.AddDays(3));
        var revoked = await organization.IssueTokenAsync("people:read");
        await organization.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);

        async Task<IReadOnlyList<string>> Ids(string query) =>
            [.. (await organization.Admin.GetAsync($"/tokens?{query}").Expect(200)).Items.Select(item => item.Text("id"))];
        (await Ids("status=active")).ShouldBe([$"{mine.Id}", $"{lasting.Id}"], ignoreOrder: true);
        (await Ids("status=expiring")).ShouldBe([$"{ending.Id}"]);
        (await Ids("status=revoked")).ShouldBe([$"{revoked.Id}"]);
        (await Ids("status=expired")).ShouldBeEmpty();
        (await Ids("kind=user")).ShouldBe([$"{mine.Id}"]);
        (await Ids($"ownerId={person.Id}")).ShouldBe([$"{mine.Id}"]);
        (await Ids("q=ALONE")).ShouldBe([$"{mine.Id}"]);
        (await Ids($"q={lasting.Secret[^4..]}")).ShouldContain($"{lasting.Id}");
        (await Ids("")).Count.ShouldBe(4);
        await organization.Admin.GetAsync("/tokens?status=dead").ExpectInvalid("status");
        await organization.Admin.GetAsync("/tokens?kind=gift").ExpectInvalid("kind");
        await organization.Admin.GetAsync("/tokens?ownerId=me").ExpectInvalid("ownerId");
    }

    [Theory, EachDatabase("createdAt", "-createdAt", "expiresAt", "-expiresAt", "lastUsedAt", "-lastUsedAt", "name", "-name")]
    public async Task PagesInEveryOrder(Database database, string sort)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        for (var number = 0; number < 7; number++)
        {
            var expiresAt = number % 3 == 0 ? (DateTime?)null : organization.Host.Now.AddDays(number);
            await organization.Admin.PostAsync("/tokens", new { serviceAccountId = account, name = $"Token {number}", expiresAt, scopes = new[] { "people:read" } }).Expect(201);
        }

        var whole = (await organization.Admin.GetAsync($"/tokens?sort={sort}&limit=200").Expect(200)).Items.Select(item => item.Text("id")).ToList();
        whole.Count.ShouldBe(7);
        (await Paging.ReadAllAsync(organization.Admin, $"/tokens?sort={sort}&limit=3")).Select(item => item.Text("id")).ShouldBe(whole);
    }

    [Theory, EachDatabase]
    public async Task ShowsTheLastUseWithinSeconds(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var token = await organization.IssueTokenAsync("people:read");
        for (var use = 0; use < 3; use++)
        {
            await organization.With(token.Secret).GetAsync("/people").Expect(200);
        }

        var read = await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200), answer => answer["useCount"] == "3");
        read["lastUsedIp"].ShouldBe("127.0.0.1");
        read.Json.Time("lastUsedAt").ShouldBe(organization.Host.Now);
    }

    [Theory, EachDatabase]
    public async Task FindsByAPartOfNameDisplayOrIntegration(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var serviceAccountId = await organization.CreateServiceAccountAsync("people:read");
        var wanted = new { serviceAccountId, name = "Nightly export", expiresAt = (string?)null, scopes = new[] { "people:read" }, integrations = new[] { "Roster", "Payroll" } };
        var token = await organization.Admin.PostAsync("/tokens", wanted).Expect(201);
        await organization.Admin.PostAsync("/tokens", wanted with { name = "Other", integrations = ["Dispatch"] }).Expect(201);
        foreach (var q in (string[])["LY EXP", token["secret"][4..8], token["secret"][^4..], "payroll", "ost"])
        {
            (await NamesAsync(organization, $"q={Uri.EscapeDataString(q)}")).ShouldBe(["Nightly export"], q);
        }

        (await NamesAsync(organization, "q=%25")).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(TestOrganization organization, string query) =>
        [.. (await organization.Admin.GetAsync($"/tokens?{query}").Expect(200)).Items.Select(item => item.Text("name"))];
}
