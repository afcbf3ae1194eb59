namespace Platform.IntegrationTests.Tokens;

public sealed class ListTokensTests(Hosts hosts) : IClassFixture<Hosts>
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
    public async Task FindsByTheBeginningOfNameDisplayOrIntegration(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var serviceAccountId = await organization.CreateServiceAccountAsync("people:read");
        var wanted = new { serviceAccountId, name = "Nightly Éxport_100%", expiresAt = (string?)null, scopes = new[] { "people:read" }, integrations = new[] { "Roster", "SAP Payroll" } };
        var token = await organization.Admin.PostAsync("/tokens", wanted).Expect(201);
        await organization.Admin.PostAsync("/tokens", wanted with { name = "Other", integrations = ["Dispatch"] }).Expect(201);
        foreach (var q in (string[])["night", "NIGHTLY É", "éxport_1", "100%", token["secret"][..8], token["secret"][4..8], token["secret"][^4..], token["display"], "rost", "sap pay", "payroll"])
        {
            (await NamesAsync(organization, $"q={Uri.EscapeDataString(q)}")).ShouldBe(["Nightly Éxport_100%"], q);
        }

        foreach (var q in (string[])["ightly", "%25", "_", "ost", "oster", "nightly%", "other dispatch"])
        {
            (await NamesAsync(organization, $"q={Uri.EscapeDataString(q)}")).ShouldBeEmpty(q);
        }

        (await NamesAsync(organization, "q=%20")).Count.ShouldBe(2);
        (await NamesAsync(organization, "q=night&status=active&kind=service&sort=name")).ShouldHaveSingleItem();
        (await NamesAsync(organization, "q=night&status=revoked")).ShouldBeEmpty();
        (await NamesAsync(await organization.Host.CreateOrganizationAsync(), "q=night")).ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task ExpiredAndRotatingOnesAreFoundWhetherOrNotTheJobHasBeenRound(Database database)
    {
        // A host of its own: the clock moves, and the job must not.
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var ending = await organization.IssueTokenAsync(["people:read"], host.Now.AddHours(2));
        var rotated = await organization.IssueTokenAsync("people:read");
        var replacement = await organization.Admin.PostAsync($"/tokens/{rotated.Id}/rotate", new { overlapHours = 1 }).Expect(201);
        async Task<IReadOnlyList<string>> Ids(string query) => [.. (await organization.Admin.GetAsync($"/tokens?{query}").Expect(200)).Items.Select(item => item.Text("id"))];
        (await Ids("status=rotating")).ShouldBe([$"{rotated.Id}"]);
        (await Ids("status=active")).ShouldBe([$"{replacement.Id}"]);
        (await Ids("status=expiring")).ShouldBe([$"{ending.Id}"]);
        host.Clock.Advance(TimeSpan.FromHours(2));
        foreach (var sort in (string[])["createdAt", "-expiresAt", "name", "lastUsedAt"])
        {
            (await Ids($"status=rotating&sort={sort}")).ShouldBeEmpty();
            (await Ids($"status=expiring&sort={sort}")).ShouldBeEmpty();
            (await Ids($"status=active&sort={sort}")).ShouldBe([$"{replacement.Id}"]);
            (await Ids($"status=expired&sort={sort}")).ShouldBe([$"{ending.Id}", $"{rotated.Id}"], ignoreOrder: true);
        }

        await host.RunJobAsync("tokens-expire");
        (await Ids("status=expired&sort=expiresAt")).ShouldBe([$"{rotated.Id}", $"{ending.Id}"]);
    }

    [Theory, EachDatabase("createdAt", "expiresAt", "lastUsedAt", "name")]
    public async Task DescendingIsAscendingTurnedRound(Database database, string sort)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var account = await organization.CreateServiceAccountAsync("people:read");
        for (var number = 0; number < 9; number++)
        {
            // Some without an end, some of the same end, some in use: what is null has its place in both directions.
            var expiresAt = number % 3 == 0 ? (DateTime?)null : organization.Host.Now.AddDays(1 + (number % 2));
            var made = await organization.Admin.PostAsync("/tokens", new { serviceAccountId = account, name = $"{(number % 2 == 0 ? "a" : "B")} {number}", expiresAt, scopes = new[] { "people:read" } }).Expect(201);
            if (number % 4 == 1)
            {
                await organization.With(made["secret"]).GetAsync("/me").Expect(200);
                await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{made.Id}").Expect(200), answer => answer["useCount"] == "1");
                await organization.Host.UsesWrittenAsync();
            }
        }

        async Task<List<string>> Read(string order) => [.. (await Paging.ReadAllAsync(organization.Admin, $"/tokens?sort={order}&limit=2")).Select(item => item.Text("id"))];
        var ascending = await Read(sort);
        ascending.Distinct().Count().ShouldBe(9);
        (await Read($"-{sort}")).ShouldBe(ascending.AsEnumerable().Reverse());
        await organization.Admin.GetAsync($"/tokens?sort={sort}&cursor=bm9uZQ").ExpectInvalid("cursor");
        await organization.Admin.GetAsync("/tokens?sort=color").ExpectInvalid("sort");
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(TestOrganization organization, string query) =>
        [.. (await organization.Admin.GetAsync($"/tokens?{query}").Expect(200)).Items.Select(item => item.Text("name"))];
}
