using Platform.IntegrationTests.Nodes;
using Platform.IntegrationTests.Personnel;

namespace Platform.IntegrationTests.Tokens;

/// <summary>The job <c>tokens-remind</c>: once for each token and reminder day, to its owner and to who may issue another one.</summary>
public sealed class RemindOfExpiryTests(Hosts hosts, NodePairs pairs) : IClassFixture<Hosts>, IClassFixture<NodePairs>
{
    private const string Event = "token.expiring";

    [Theory, EachDatabase]
    public async Task RemindsAtEachReminderDayOnce(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var token = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(100));
        var (lasting, revoked) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(150)));
        await organization.Admin.DeleteAsync($"/tokens/{revoked.Id}").Expect(200);
        var end = host.Now.AddDays(100);
        foreach (var (daysLeft, told) in ((double, long)[])[(100, 0), (90.1, 0), (90, 1), (31, 1), (30, 2), (7, 3), (0.1, 3), (-1, 3)])
        {
            host.Clock.AdvanceTo(end.AddDays(-daysLeft));
            await Task.WhenAll(host.RunJobAsync("tokens-remind"), host.RunJobAsync("tokens-remind"));
            await host.RunJobAsync("tokens-remind");
            (await ToldAsync(host, token.Id)).ShouldBe(told, $"{daysLeft} days before the end");
        }

        (await ToldAsync(host, lasting.Id)).ShouldBe(0);
        (await ToldAsync(host, revoked.Id)).ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task AfterDaysWithoutTheJobTheNearestReminderAloneIsSent(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var (far, near) = (await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(200)), await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(120)));

        // For 115 days nobody has looked: one token has passed all of its reminder days, the other one of them.
        host.Clock.Advance(TimeSpan.FromDays(115));
        await host.RunJobAsync("tokens-remind");
        (await DaysAsync(host, near.Id)).ShouldBe([7]);
        (await DaysAsync(host, far.Id)).ShouldBe([90]);
        await host.RunJobAsync("tokens-remind");
        (await DaysAsync(host, near.Id)).ShouldBe([7]);

        // One that is made within a reminder day has one coming.
        await organization.SignInAdministratorAsync();
        var brief = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(2));
        await host.RunJobAsync("tokens-remind");
        await host.RunJobAsync("tokens-remind");
        (await DaysAsync(host, brief.Id)).ShouldBe([7]);
    }

    [Theory, EachDatabase]
    public async Task TheOrganizationSaysWhen(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { reminderDays = new[] { 3, 60 } } }).Expect(200);
        var token = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(61));
        await host.RunJobAsync("tokens-remind");
        (await DaysAsync(host, token.Id)).ShouldBeEmpty();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RunJobAsync("tokens-remind");
        (await DaysAsync(host, token.Id)).ShouldBe([60]);
        await organization.SignInAdministratorAsync();
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { reminderDays = Array.Empty<int>() } }).Expect(200);
        host.Clock.Advance(TimeSpan.FromDays(58));
        await host.RunJobAsync("tokens-remind");
        (await DaysAsync(host, token.Id)).ShouldBe([60]);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task TwoNodesRemindOnceTogether(Database database)
    {
        var (here, there) = await pairs.OnAsync(database);
        var organization = await here.CreateOrganizationAsync();
        var tokens = new List<TestToken>();
        for (var count = 0; count < 20; count++)
        {
            tokens.Add(await organization.IssueTokenAsync(["people:read"], here.Now.AddDays(5)));
        }

        await Task.WhenAll(here.RunJobAsync("tokens-remind"), there.RunJobAsync("tokens-remind"));
        await here.RunJobAsync("tokens-remind");
        await Eventually.Until(() => organization.Admin.GetAsync("/notifications?limit=200").Expect(200), list => Of(list).Count == tokens.Count);
        foreach (var token in tokens)
        {
            (await here.EventsAsync(Event, token.Id)).ShouldBe(1);
        }
    }

    [Theory, EachDatabase]
    public async Task TellsTheOwnerAndWhoMayIssueTokensWhatEndsWhenAndWhatToDo(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await ForgotPasswordTests.StartAsync(database, server, "--PublicUrl=https://platform.example/");
        var organization = await host.CreateOrganizationAsync("Größe & Söhne");
        await organization.Admin.PatchAsync("/organization", new { timeZone = "Pacific/Auckland", tokenPolicy = new { userTokenLifetimeDays = 5 } }).Expect(200);
        var (owner, bystander) = (await InvitedAsync(server, organization, "Olga Owner", "API user"), await InvitedAsync(server, organization, "Bo Bystander", "Member"));
        var personal = await owner.Client.PostAsync("/me/token", new { name = "My <export>" }).Expect(201);

        // Half past eleven in the evening of the 3rd, in UTC, is the 4th in Auckland.
        var expiresAt = new DateTime(2031, 3, 3, 23, 30, 0, DateTimeKind.Utc);
        var account = await organization.CreateServiceAccountAsync("people:read");
        var service = await organization.Admin.PostAsync(
            "/tokens", new { serviceAccountId = account, name = "Nightly sync", integrations = new[] { "Billing", "CRM" }, expiresAt, scopes = new[] { "people:read" } }).Expect(201);
        await host.RunJobAsync("tokens-remind");

        // The administrator hears of both, the owner of their own, nobody else of any.
        var subject = "API token Nightly sync for Billing, CRM ends on 4 March 2031";
        var mails = await Eventually.Until(() => Task.FromResult(server.Mails.Where(sent => sent.Subject.Contains("ends on")).ToList()), sent => sent.Count == 3);
        mails.Select(mail => mail.To).ShouldBe([organization.AdministratorEmail, organization.AdministratorEmail, owner.Email], ignoreOrder: true);
        var mail = mails.Single(sent => sent.Subject == subject);
        mail.To.ShouldBe(organization.AdministratorEmail);
        foreach (var said in (string[])["Nightly sync (pts_", "used for Billing, CRM", "4 March 2031 at 12:30 (Pacific/Auckland)", "in 3 days", "Rotate it", $"https://platform.example/tokens/{service.Id}", "https://platform.example/notification-preferences"])
        {
            mail.Text.ShouldContain(said);
            mail.Html.ShouldContain(said);
        }

        mail.Text.ShouldContain("Größe & Söhne");
        mail.Content.ShouldNotContain(service["secret"]);
        var own = mails.Single(sent => sent.To == owner.Email);
        own.Subject.ShouldBe("Your API token My <export> ends on 6 March 2031");
        own.Text.ShouldContain("https://platform.example/user-token");
        own.Html.ShouldContain("My &lt;export&gt;");
        own.Html.ShouldNotContain("<export>");

        var notices = Of(await organization.Admin.GetAsync("/notifications").Expect(200));
        notices.Select(notice => notice.Text("link")).ShouldBe([$"/tokens/{service.Id}", $"/tokens/{personal.Id}"], ignoreOrder: true);
        notices.Single(notice => notice.Text("title") == subject).Text("body").ShouldContain("4 March 2031 at 12:30");
        Of(await owner.Client.GetAsync("/notifications").Expect(200)).ShouldHaveSingleItem().Text("link").ShouldBe("/user-token");
        Of(await bystander.Client.GetAsync("/notifications").Expect(200)).ShouldBeEmpty();

        // On the day.
        host.Clock.AdvanceTo(expiresAt);
        await host.RunJobAsync("tokens-expire");
        var ended = await Eventually.Until(
            () => Task.FromResult(server.Mails.SingleOrDefault(sent => sent.Subject == "API token Nightly sync for Billing, CRM has expired")), sent => sent is not null);
        ended!.To.ShouldBe(organization.AdministratorEmail);
    }

    /// <summary>Where there is a mail server the invitation's link is in a mail.</summary>
    private static async Task<TestPerson> InvitedAsync(SmtpServer server, TestOrganization organization, string name, string role)
    {
        var email = TestOrganization.NewEmail();
        var made = await organization.Admin.PostAsync(
            "/people", new { name, email, roleIds = new[] { await organization.RoleAsync(role) }, apiAccessEnabled = true, invite = true }).Expect(201);
        var token = (await server.ReceiveAsync(email)).Token;
        var joined = await organization.Host.Anonymous.PostAsync("/auth/accept-invitation", new { token, password = TestOrganization.Password }).Expect(200);
        return new TestPerson(made.Id, name, email, organization.Host.Anonymous.With(joined["accessToken"]).In(organization.Slug), joined["refreshToken"]);
    }

    private static List<System.Text.Json.Nodes.JsonNode> Of(Answer list) => [.. list.Items.Where(notice => notice.Text("event") == Event)];

    /// <summary>How often the organization's one administrator was told of a token. The outbox forgets what it delivered a week ago.</summary>
    private static async Task<long> ToldAsync(PlatformHost host, Guid tokenId)
    {
        await host.RunJobAsync("outbox");
        return await host.CountAsync($"SELECT COUNT(*) FROM notifications_notice WHERE event = '{Event}' AND link = '/tokens/{tokenId}'");
    }

    /// <summary>The reminder days that a token was told of at.</summary>
    private static async Task<IReadOnlyList<int>> DaysAsync(PlatformHost host, Guid tokenId)
    {
        var days = new List<int>();
        foreach (var candidate in (int[])[3, 7, 30, 60, 90])
        {
            var told = await host.CountAsync($"SELECT COUNT(*) FROM tokens_reminder WHERE LOWER(CAST(token_id AS VARCHAR(36))) = '{tokenId}' AND days = {candidate}");
            days.AddRange(Enumerable.Repeat(candidate, (int)told));
        }

        (await ToldAsync(host, tokenId)).ShouldBe(days.Count);
        return days;
    }
}
