using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Platform.IntegrationTests.Host;

public sealed class LogTests
{
    [Theory, EachDatabase]
    public async Task HoldsNoSecretAtItsMostVerbose(Database database)
    {
        var log = new Log();
        await using var host = await PlatformHost.StartAsync(database, builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Trace).AddProvider(log);
            builder.Configuration["Logging:LogLevel:Default"] = "Trace";
            builder.Configuration["Logging:LogLevel:Microsoft"] = "Trace";
            builder.Configuration["Logging:LogLevel:System"] = "Trace";
        });
        var secrets = await LiveThroughItAsync(host);

        log.Lines.Count.ShouldBeGreaterThan(1000);
        log.Lines.ShouldContain(line => line.Contains("Executed DbCommand", StringComparison.Ordinal), "the log must be verbose for this to mean anything");
        foreach (var (what, secret) in secrets)
        {
            log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal), what);
        }
    }

    /// <summary>A bit of everything that has to do with secrets.</summary>
    private static async Task<List<(string What, string Secret)>> LiveThroughItAsync(PlatformHost host)
    {
        var organization = await host.CreateOrganizationAsync();
        var invited = await organization.Admin.PostAsync(
            "/people", new { name = "Ivy", email = TestOrganization.NewEmail(), roleIds = new[] { await organization.RoleAsync("API user") }, apiAccessEnabled = true, invite = true }).Expect(201);
        var invitation = TestOrganization.InvitationToken(invited);
        await host.Root.GetAsync($"/accept-invitation?token={invitation}");
        var joined = await host.Anonymous.PostAsync("/auth/accept-invitation", new { token = invitation, password = "password-of-ivy" }).Expect(200);
        await host.SignInAsync(invited["email"], "wrong-password-of-ivy").ExpectProblem(401, "unauthenticated");
        var refreshed = await host.Anonymous.PostAsync("/auth", new { refreshToken = joined["refreshToken"] }).Expect(200);
        var person = host.Anonymous.With(refreshed["accessToken"]).In(organization.Slug);
        var generated = await person.PostAsync("/me/token").Expect(201);
        await organization.With(generated["secret"]).GetAsync("/me").Expect(200);
        await host.Anonymous.In(organization.Slug).WithHeader("X-API-Key", generated["secret"]).GetAsync("/people").Expect(200);
        var regenerated = await person.PostAsync("/me/token/regenerate").Expect(201);
        await organization.With(generated["secret"]).GetAsync("/me").ExpectProblem(401, "token-revoked");
        var setUp = await person.PostAsync("/account/authenticator", new { password = "password-of-ivy" }).Expect(200);
        var codes = (await person.PostAsync("/account/authenticator/confirm", new { code = new Authenticator(setUp["sharedKey"]).CodeAt(host.Now) }).Expect(200)).Json.Texts("recoveryCodes");
        await host.SignInAsync(invited["email"], "password-of-ivy", code: codes[0]).Expect(200);
        var challenge = await host.Anonymous.PostAsync("/auth/passkey/options", new { }).Expect(200);
        var reset = (await organization.Admin.PostAsync($"/people/{invited.Id}/reset-link").Expect(200))["url"].Split("?token=")[1];
        await host.Root.GetAsync($"/reset-password?token={reset}");
        var token = await organization.IssueTokenAsync("people:read", "tokens:verify");
        await organization.With(token.Secret).PostAsync("/verify", new { token = regenerated["secret"] }).Expect(200);
        await organization.Admin.PostAsync("/people", new StringContent($"{{\"name\":\"{token.Secret}", System.Text.Encoding.UTF8, "application/json")).ExpectProblem(400, "malformed-request");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await using var receiver = await WebhookReceiver.StartAsync();
        var webhook = await organization.CreateWebhookAsync(receiver.Url, "role.changed");
        var rotated = await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/rotate-secret").Expect(200);
        await organization.Admin.PostAsync($"/webhooks/{webhook.Id}/test").Expect(202);
        await organization.DeliveryAsync(webhook.Id, "delivered", 1);
        var calendar = new Uri((await person.PostAsync("/me/calendar").Expect(201))["url"]);
        await host.Root.GetAsync(calendar.PathAndQuery).Expect(200);
        return
        [
            ("operator's password", PlatformHost.OperatorPassword),
            ("administrator's password", TestOrganization.Password),
            ("person's password", "password-of-ivy"),
            ("mistyped password", "wrong-password-of-ivy"),
            ("invitation", invitation),
            ("authenticator's key", setUp["sharedKey"]),
            ("used recovery code", codes[0]),
            ("recovery code", codes[1]),
            ("ticket", challenge["ticket"]),
            ("reset link", reset),
            ("access token", joined["accessToken"]),
            ("later access token", refreshed["accessToken"]),
            ("refresh token", joined["refreshToken"]),
            ("later refresh token", refreshed["refreshToken"]),
            ("token", generated["secret"]),
            ("regenerated token", regenerated["secret"]),
            ("service token", token.Secret),
            ("webhook's secret", webhook["secret"]["whsec_".Length..]),
            ("webhook's next secret", rotated["secret"]["whsec_".Length..]),
            ("calendar's key", calendar.Query["?key=".Length..]),
        ];
    }

    private sealed class Log : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => new Category(_lines);

        public void Dispose()
        {
        }

        private sealed class Category(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                lines.Enqueue(state.ToString() ?? "");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
