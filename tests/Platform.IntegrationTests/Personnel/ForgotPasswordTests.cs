namespace Platform.IntegrationTests.Personnel;

/// <summary>Mails against a real SMTP server on loopback.</summary>
public sealed class ForgotPasswordTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const string Fresh = "a much better one";

    [Theory, EachDatabase]
    public async Task AMailedLinkResetsThePasswordOnce(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        var email = organization.AdministratorEmail;
        await ForgetAsync(host, email.ToUpperInvariant()).Expect(202);
        var mail = await server.ReceiveAsync(email);
        mail.From.ShouldBe("platform@instance.example");
        mail.Subject.ShouldBe("Choose a new password");
        mail.LinkAddress.ShouldStartWith($"{host.Address.GetLeftPart(UriPartial.Authority)}/reset-password?token=");

        await ResetAsync(host, mail.Token).Expect(204);
        await ResetAsync(host, mail.Token).ExpectProblem(404, "not-found");
        await organization.Admin.GetAsync("/me").ExpectProblem(401, "token-revoked");
        await host.SignInAsync(email, Fresh).Expect(200);

        // The next mail's link takes the place of this one's, and an hour ends it.
        await ForgetAsync(host, email).Expect(202);
        var second = await server.ReceiveAsync(email, 2);
        await ForgetAsync(host, email).Expect(202);
        var third = await server.ReceiveAsync(email, 3);
        await ResetAsync(host, second.Token).ExpectProblem(404, "not-found");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await ResetAsync(host, third.Token).ExpectProblem(404, "not-found");
    }

    [Theory, EachDatabase]
    public async Task KnownAndUnknownAddressesAreAnsweredByTheSameWork(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        var known = await MeasureAsync(organization.AdministratorEmail);
        var unknown = await MeasureAsync("nobody@people.example");
        unknown.Answer.Body.ShouldBe(known.Answer.Body);
        unknown.Commands.ShouldBe(known.Commands);
        known.Commands.ShouldNotContain(text => text.Contains("personnel_account", StringComparison.Ordinal));

        // Two mails were asked for, and one was sent.
        await server.ReceiveAsync(organization.AdministratorEmail);
        await Eventually.Until(() => DueAsync(host), due => due == 0);
        server.Mails.ShouldHaveSingleItem();

        async Task<(Answer Answer, List<string> Commands)> MeasureAsync(string email)
        {
            await Eventually.Until(() => DueAsync(host), due => due == 0);
            var before = host.Commands.Seen.Count;
            var answer = await ForgetAsync(host, email).Expect(202);
            // What the delivery then does is out of the caller's sight: it begins with its own reads.
            return (answer, [.. host.Commands.Seen.Skip(before).TakeWhile(text => !text.Contains("personnel_", StringComparison.Ordinal))]);
        }
    }

    [Theory, EachDatabase]
    public async Task TheLinksSecretIsInTheMailAlone(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();

        // The first attempt fails once the server has it all: the next one carries a link of its own.
        server.RefuseNext(1);
        await ForgetAsync(host, organization.AdministratorEmail).Expect(202);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Until(
            async () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(200);
                return server.Mails.Count;
            },
            count => count == 1);
        var token = server.Mails[0].Token;
        await using (var tables = await host.OpenTablesAsync())
        {
            (await tables.ReadAllAsync()).Where(value => value.Value.Contains(token, StringComparison.Ordinal)).ShouldBeEmpty();
        }

        await ResetAsync(host, token).Expect(204);
    }

    [Theory, EachDatabase]
    public async Task AStrangersHostHeaderLeadsNowhere(Database database)
    {
        await using var server = SmtpServer.Start();
        await using var host = await StartAsync(database, server);
        var organization = await host.CreateOrganizationAsync();
        await host.Anonymous.WithHeader("Host", "evil.example").PostAsync("/auth/forgot-password", new { email = organization.AdministratorEmail }).Expect(202);
        await Eventually.Until(() => DueAsync(host), due => due == 0);
        server.Mails.ShouldBeEmpty();

        await using var named = await StartAsync(database, server, "--PublicUrl=https://platform.example/");
        var there = await named.CreateOrganizationAsync();
        await named.Anonymous.WithHeader("Host", "evil.example").PostAsync("/auth/forgot-password", new { email = there.AdministratorEmail }).Expect(202);
        (await server.ReceiveAsync(there.AdministratorEmail)).LinkAddress.ShouldStartWith("https://platform.example/reset-password?token=");
    }

    [Theory, EachDatabase]
    public async Task WithoutAMailServerTheAnswerIsTheSameAndNoLinkIsMade(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        await ForgetAsync(organization.Host, organization.AdministratorEmail).Expect(202);
        await Eventually.Until(() => DueAsync(organization.Host), due => due == 0);
        (await organization.Host.CountAuditAsync("reset-link.created")).ShouldBe(0);
        await ForgetAsync(organization.Host, "").ExpectInvalid("email");
    }

    [Theory, EachDatabase("address", "email")]
    public async Task IsLimited(Database database, string by)
    {
        var host = await hosts.OnAsync(database);
        host.Clock.Advance(TimeSpan.FromHours(1));
        var email = TestOrganization.NewEmail();
        for (var number = 1; number <= (by == "email" ? 5 : 10); number++)
        {
            await ForgetAsync(host, by == "email" ? email : TestOrganization.NewEmail()).Expect(202);
        }

        var refused = await ForgetAsync(host, email).ExpectProblem(429, "rate-limited");
        int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 3600);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await ForgetAsync(host, email).Expect(202);
    }

    internal static Task<PlatformHost> StartAsync(Database database, SmtpServer server, params string[] settings) => PlatformHost.StartAsync(
        database, settings: ["--Smtp:Host=127.0.0.1", $"--Smtp:Port={server.Port}", "--Smtp:Security=None", "--Smtp:From=platform@instance.example", .. settings]);

    private static Task<Answer> ForgetAsync(PlatformHost host, string email) => host.Anonymous.PostAsync("/auth/forgot-password", new { email });

    private static Task<Answer> ResetAsync(PlatformHost host, string token) =>
        host.Anonymous.PostAsync("/auth/reset-password", new { token, password = Fresh });

    private static async Task<int> DueAsync(PlatformHost host)
    {
        await using var tables = await host.OpenTablesAsync();
        return Convert.ToInt32(await tables.ScalarAsync("SELECT (SELECT COUNT(*) FROM kernel_outbox WHERE state = 0) + (SELECT COUNT(*) FROM notifications_mail WHERE state = 0)"), System.Globalization.CultureInfo.InvariantCulture);
    }
}
