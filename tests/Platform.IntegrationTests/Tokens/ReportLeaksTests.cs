namespace Platform.IntegrationTests.Tokens;

public sealed class ReportLeaksTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Url = "https://code.example/repository/.env";

    [Theory, EachDatabase]
    public async Task ALiveSecretIsDeadBeforeTheAnswerAndWhoeverShouldKnowIsTold(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var bystander = await organization.AddPersonAsync();
        var other = await organization.AddPersonAsync("Administrator");
        var token = await person.Client.PostAsync("/me/token").Expect(201);
        await organization.With(token["secret"]).GetAsync("/me").Expect(200);
        (await ReportAsync(organization, new { token = token["secret"], url = $"{Url}?token={token["secret"]}", source = "Example scanner" })).Body.ShouldBeEmpty();
        await organization.With(token["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        var revoked = await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200);
        (revoked["status"], revoked["revokedReason"], revoked["revokedBy.kind"]).ShouldBe(("revoked", "leaked", "anonymous"));

        foreach (var (client, title) in ((ApiClient, string)[])[(person.Client, "Your API token "), (organization.Admin, "The API token "), (other.Client, "The API token ")])
        {
            var notices = await Eventually.Until(() => client.GetAsync("/notifications").Expect(200), answer => answer.Items.Any(item => item.Text("event") == "token.leaked"));
            var notice = notices.Items.Single(item => item.Text("event") == "token.leaked");
            notice.Text("title").ShouldBe($"{title}{token["name"]} has leaked");
            notice.Text("body").ShouldContain(Url);
            notice.Text("body").ShouldContain(token["display"]);
            notice.Text("link").ShouldBe(client == person.Client ? "/user-token" : $"/tokens/{token.Id}");
            notices.Items.ShouldNotContain(item => item.Text("event") == "token.revoked");
        }

        (await bystander.Client.GetAsync("/notifications").Expect(200)).Items.ShouldBeEmpty();
        var entry = (await organization.Admin.GetAsync($"/audit?targetId={token.Id}&action=token.leaked").Expect(200)).Items.ShouldHaveSingleItem();
        (entry.Text("changes.url.after"), entry.Text("changes.source.after")).ShouldBe(($"{Url}?token=…", "Example scanner"));
        entry.Text("address").ShouldBe("127.0.0.1");
        (await organization.Admin.GetAsync("/audit/verify").Expect(200))["intact"].ShouldBe("true");

        // Neither tables nor outbox hold the secret.
        await using var tables = await organization.Host.OpenTablesAsync();
        (await tables.ReadAllAsync()).ShouldNotContain(cell => cell.Value.Contains(token["secret"]));
    }

    [Theory, EachDatabase]
    public async Task ManyAtOnceOfManyOrganizations(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = await TestApplication.RegisterAsync(host, "read", "write");
        var (one, two) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var (mine, theirs) = (new List<TestToken>(), new List<TestToken>());
        for (var count = 0; count < 3; count++)
        {
            mine.Add(await one.IssueTokenAsync("people:read"));
            theirs.Add(await two.IssueTokenAsync("people:read"));
        }

        var spared = await one.IssueTokenAsync("people:read");
        var garbage = Enumerable.Range(0, 900).Select(at => at % 3 == 0 ? $"pts_{at:D42}" : at % 3 == 1 ? $"{spared.Secret}{at}" : "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG");
        await ReportAsync(one, new { tokens = mine.Concat(theirs).Select(token => token.Secret).Concat(garbage).Append(application.Client.Credential), source = "bulk" });
        foreach (var (organization, token) in mine.Select(token => (one, token)).Concat(theirs.Select(token => (two, token))))
        {
            await organization.With(token.Secret).GetAsync("/me").ExpectProblem(401, "token-revoked");
            (await organization.Admin.GetAsync($"/tokens/{token.Id}").Expect(200))["revokedReason"].ShouldBe("leaked");
        }

        await application.Client.PostAsync("/verify", new { token = "x" }).ExpectProblem(401, "token-revoked");
        await one.With(spared.Secret).GetAsync("/me").Expect(200);
    }

    [Theory, EachDatabase]
    public async Task TheAnswerTellsNothing(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var (live, dead) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        await organization.Admin.PostAsync($"/tokens/{dead.Id}/revoke", new { reason = "before" }).Expect(200);
        static string Shape(Answer answer) => $"{answer.Status} {answer.Body} {string.Join(' ', answer.Headers.Concat(answer.ContentHeaders).Select(header => header.Key).Where(name => name != "Date").Order())}";
        var answers = new List<string>();
        foreach (var token in (string[])[live.Secret, dead.Secret, "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG", "nonsense", "", new string('x', 1_000_000)])
        {
            answers.Add(Shape(await ReportAsync(organization, new { token })));
        }

        answers.Distinct().ShouldHaveSingleItem();
        (await organization.Admin.GetAsync($"/tokens/{dead.Id}").Expect(200))["revokedReason"].ShouldBe("before");
    }

    [Theory, EachDatabase]
    public async Task AReportOfWhatCantBeOneAsksNobody(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var secret = (await organization.IssueTokenAsync("people:read")).Secret;
        var commands = organization.Host.Commands.Asked.Count;
        await ReportAsync(organization, new { tokens = new[] { "nonsense", secret[..^1], $"{secret[..^1]}!", "", "é\n" } });
        organization.Host.Commands.Asked.Count.ShouldBe(commands);
    }

    [Theory, EachDatabase]
    public async Task WhatIsNoReportIsRefused(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        await host.Anonymous.PostAsync("/leaks", new { }).ExpectInvalid("token");
        await host.Anonymous.PostAsync("/leaks", new { token = "x", tokens = new[] { "y" } }).ExpectInvalid("token");
        await host.Anonymous.PostAsync("/leaks", new { tokens = Array.Empty<string>() }).ExpectInvalid("tokens");
        await host.Anonymous.PostAsync("/leaks", new { tokens = new string?[] { null } }).ExpectInvalid("tokens");
        await host.Anonymous.PostAsync("/leaks", new { tokens = Enumerable.Repeat("x", 1001) }).ExpectInvalid("tokens");
        await host.Anonymous.PostAsync("/leaks", new { token = "x", url = new string('u', 2001) }).ExpectInvalid("url");
        await host.Anonymous.PostAsync("/leaks", new { token = "x", source = new string('s', 201) }).ExpectInvalid("source");
        await host.Anonymous.PostAsync("/leaks", new { tokens = Enumerable.Repeat("x", 1000) }).Expect(202);
    }

    [Theory, EachDatabase]
    public async Task AnAddressReportsSixtyTimesAMinute(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var token = await (await host.CreateOrganizationAsync()).IssueTokenAsync("people:read");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => host.Anonymous.PostAsync("/leaks", new { token = "nonsense" }).Expect(202)));
        (await host.Anonymous.PostAsync("/leaks", new { token = token.Secret }).ExpectProblem(429, "rate-limited")).Header("Retry-After").ShouldBe("60");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Anonymous.PostAsync("/leaks", new { token = token.Secret }).Expect(202);
    }

    private static Task<Answer> ReportAsync(TestOrganization organization, object body) => organization.Host.Anonymous.PostAsync("/leaks", body).Expect(202);
}
