namespace Platform.IntegrationTests.Notifications;

/// <summary>The calendar feed. That it is a calendar to others too is seen where the browser is, by a library of somebody else's.</summary>
public sealed class GetTokenExpirationsTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task HasWhatThePersonMaySee(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var ending = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(100));
        await organization.IssueTokenAsync("people:read");
        var revoked = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(50));
        await organization.Admin.PostAsync($"/tokens/{revoked.Id}/revoke").Expect(200);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var own = await person.Client.PostAsync("/me/token", new { name = "Pat's, own" }).Expect(201);
        var colleague = await organization.AddPersonAsync("API user", apiAccess: true);
        await colleague.Client.PostAsync("/me/token").Expect(201);
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { reminderDays = new[] { 60, 5 } } }).Expect(200);

        // Its holder reads everything, so it has the service accounts' tokens beside the own one.
        var feed = await FeedAsync(host, person.Client);
        UidsOf(feed).ShouldBe([ending.Id, own.Id], ignoreOrder: true);
        feed.Body.ShouldContain("SUMMARY:Your API token Pat's\\, own ends\r\n");
        feed.Body.ShouldNotContain(own["secret"]);
        LinesOf(feed, "TRIGGER").ShouldBe(["-P60D", "-P5D", "-P60D", "-P5D"]);
        feed.ContentHeaders.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");

        // The administrator has no token of their own; who may read no tokens sees just the own ones.
        UidsOf(await FeedAsync(host, organization.Admin)).ShouldBe([ending.Id]);
        var narrow = await organization.AddPersonHoldingAsync("tokens:generate");
        await organization.Admin.PatchAsync($"/people/{narrow.Id}", new { apiAccessEnabled = true }).Expect(200);
        UidsOf(await FeedAsync(host, narrow.Client)).ShouldBeEmpty();
        var theirs = await narrow.Client.PostAsync("/me/token").Expect(201);
        UidsOf(await FeedAsync(host, narrow.Client)).ShouldBe([theirs.Id]);
    }

    [Theory, EachDatabase]
    public async Task IsOpenedByItsKeyAlone(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = (await organization.AddPersonAsync("API user", apiAccess: true)).Client;
        await person.GetAsync("/me/calendar").ExpectProblem(404, "not-found");
        await person.DeleteAsync("/me/calendar").ExpectProblem(404, "not-found");
        var first = (await person.PostAsync("/me/calendar").Expect(201))["url"];
        first.Split("?key=")[1].Length.ShouldBe(43);
        (await person.GetAsync("/me/calendar").Expect(200)).Body.ShouldNotContain("key");
        await ReadAsync(organization.Host, first).Expect(200);

        var second = (await person.PostAsync("/me/calendar").Expect(201))["url"];
        await ReadAsync(organization.Host, first).ExpectProblem(404, "not-found");
        var calendar = await ReadAsync(organization.Host, second).Expect(200);
        await organization.Host.Anonymous.GetAsync("/calendar/token-expirations.ics").ExpectProblem(404, "not-found");

        // Unchanged, it is not sent again.
        var tag = calendar.Headers.ETag!.Tag;
        (await ReadAsync(organization.Host, second, tag).Expect(304)).Body.ShouldBeEmpty();
        await person.PostAsync("/me/token").Expect(201);
        (await ReadAsync(organization.Host, second, tag).Expect(200)).Headers.ETag!.Tag.ShouldNotBe(tag);

        await person.DeleteAsync("/me/calendar").Expect(204);
        await ReadAsync(organization.Host, second).ExpectProblem(404, "not-found");
        foreach (var action in (string[])["calendar-key.created", "calendar-key.renewed", "calendar-key.deleted"])
        {
            var entry = (await organization.Admin.GetAsync($"/audit?action={action}").Expect(200)).Items.ShouldHaveSingleItem();
            entry["changes"]!.ToJsonString().ShouldNotContain("hash");
        }
    }

    [Theory, EachDatabase]
    public async Task EndsWithThePersonsAccessForGood(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var url = (await person.Client.PostAsync("/me/calendar").Expect(201))["url"];
        await organization.Admin.PostAsync($"/people/{person.Id}/deactivate").Expect(200);
        await ReadAsync(organization.Host, url).ExpectProblem(404, "not-found");
        await Eventually.Until(() => organization.Admin.GetAsync("/audit?action=calendar-key.deleted").Expect(200), log => log.Items.Count == 1);
        await organization.Admin.PostAsync($"/people/{person.Id}/reactivate").Expect(200);
        await ReadAsync(organization.Host, url).ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task WhoGuessesIsSlowedDown()
    {
        await using var host = await PlatformHost.StartAsync(Database.Sqlite);
        for (var i = 0; i < 60; i++)
        {
            await host.Anonymous.GetAsync($"/calendar/token-expirations.ics?key=guess-{i}").ExpectProblem(404, "not-found");
        }

        await host.Anonymous.GetAsync("/calendar/token-expirations.ics?key=guess").ExpectProblem(429, "rate-limited");
    }

    private static async Task<Answer> FeedAsync(PlatformHost host, ApiClient person) =>
        await ReadAsync(host, (await person.PostAsync("/me/calendar").Expect(201))["url"]).Expect(200);

    private static Task<Answer> ReadAsync(PlatformHost host, string url, string? tag = null)
    {
        var client = tag is null ? host.Root : host.Root.WithHeader("If-None-Match", tag);
        return client.GetAsync(new Uri(url).PathAndQuery);
    }

    private static IEnumerable<Guid> UidsOf(Answer feed) => LinesOf(feed, "UID").Select(Guid.Parse);

    private static IEnumerable<string> LinesOf(Answer feed, string name) =>
        feed.Body.Split("\r\n").Where(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..]);
}
