using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tokens;

namespace Platform.IntegrationTests.Tokens;

/// <summary>What is out of the ordinary is told once, to who should know.</summary>
public sealed class UnusualUseTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task ANewNetworkAfterAWeekIsToldOnce(Database database)
    {
        const string Event = "token.used-from-new-address";
        var organization = await hosts.OrganizationOnAsync(database);
        var host = organization.Host;
        var verifier = await host.VerifierAsync();
        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        var personal = await person.Client.PostAsync("/me/token").Expect(201);
        var service = await organization.IssueTokenAsync("people:read");
        var both = ((Guid Id, string Secret)[])[(personal.Id, personal["secret"]), (service.Id, service.Secret)];
        foreach (var (id, secret) in both)
        {
            await UseAsync(host, verifier, id, secret, "192.0.2.1", 1);
            await UseAsync(host, verifier, id, secret, "203.0.113.1", 2);
        }

        host.Clock.Advance(TimeSpan.FromDays(7));
        foreach (var (id, secret) in both)
        {
            await UseAsync(host, verifier, id, secret, "192.0.2.200", 3);
            (await host.EventsAsync(Event, id)).ShouldBe(0);
            await UseAsync(host, verifier, id, secret, "198.51.100.7", 4);
            await Eventually.Until(() => host.EventsAsync(Event, id), count => count == 1);

            // The same network again, and back and forth, is nothing new.
            await UseAsync(host, verifier, id, secret, "198.51.100.8", 5);
            await UseAsync(host, verifier, id, secret, "192.0.2.1", 6);
            await UseAsync(host, verifier, id, secret, "198.51.100.9", 7);
            await UseAsync(host, verifier, id, secret, "2001:db8:1::1", 8);
            await Eventually.Until(() => host.EventsAsync(Event, id), count => count == 2);
            await UseAsync(host, verifier, id, secret, "2001:db8:1:2::1", 9);
            (await host.EventsAsync(Event, id)).ShouldBe(2);
        }

        await organization.SignInAdministratorAsync();
        await ToldAsync(await organization.SignInAsync(person.Email), Event, "/user-token", 2, "198.51.100.7");
        await ToldAsync(organization.Admin, Event, $"/tokens/{service.Id}", 2, "198.51.100.7");
    }

    [Theory, EachDatabase]
    public async Task ATokenThatIsNotUsedAnyMoreOrNeverWasIsToldOnce(Database database)
    {
        var events = new Recorded();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services
            .AddSingleton<INotificationHandler<TokenIdle>>(events)
            .AddSingleton<INotificationHandler<TokenNeverUsed>>(events));
        var organization = await host.CreateOrganizationAsync();
        var (used, neverUsed, revoked) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        var ending = await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(10));
        await organization.With(used.Secret).GetAsync("/me").Expect(200);
        await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{used.Id}").Expect(200), answer => answer["useCount"] == "1");
        await host.UsesWrittenAsync();
        await organization.Admin.DeleteAsync($"/tokens/{revoked.Id}").Expect(200);
        var version = (await organization.Admin.GetAsync($"/tokens/{neverUsed.Id}").Expect(200))["version"];
        async Task RunAsync(TimeSpan later, int idle, int never)
        {
            host.Clock.Advance(later);
            await Task.WhenAll(host.RunJobAsync("tokens-unused"), host.RunJobAsync("tokens-unused"));
            await host.RunJobAsync("tokens-unused");
            events.Count(TokenIdle.Name, used.Id).ShouldBe(idle);
            events.Count(TokenNeverUsed.Name, neverUsed.Id).ShouldBe(never);
        }

        await RunAsync(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(1), 0, 0);
        await RunAsync(TimeSpan.FromMinutes(1), 0, 1);
        await RunAsync(TimeSpan.FromDays(76) - TimeSpan.FromMinutes(1), 0, 1);
        await RunAsync(TimeSpan.FromMinutes(1), 1, 1);
        await RunAsync(TimeSpan.FromDays(100), 1, 1);

        // Used again, it may be idle again.
        await organization.With(used.Secret).GetAsync("/me").Expect(200);
        await organization.SignInAdministratorAsync();
        await Eventually.Until(() => organization.Admin.GetAsync($"/tokens/{used.Id}").Expect(200), answer => answer["useCount"] == "2");
        await host.UsesWrittenAsync();
        await RunAsync(TimeSpan.FromDays(89), 1, 1);
        await RunAsync(TimeSpan.FromDays(1), 2, 1);
        foreach (var silent in (Guid[])[revoked.Id, ending.Id])
        {
            events.Count(TokenNeverUsed.Name, silent).ShouldBe(0);
        }

        await organization.SignInAdministratorAsync();
        (await organization.Admin.GetAsync($"/tokens/{neverUsed.Id}").Expect(200))["version"].ShouldBe(version);
        await ToldAsync(organization.Admin, "token.idle", $"/tokens/{used.Id}", 2, used.Name);
        await ToldAsync(organization.Admin, "token.never-used", $"/tokens/{neverUsed.Id}", 1, neverUsed.Name);
    }

    [Theory, EachDatabase]
    public async Task OneOrganizationsFailureDoesNotStopTheNext(Database database)
    {
        var failing = new Failing();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddSingleton<INotificationHandler<TokenNeverUsed>>(failing));
        var organizations = new[] { await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync() };
        var tokens = new List<TestToken>();
        foreach (var organization in organizations)
        {
            tokens.Add(await organization.IssueTokenAsync("people:read"));
        }

        failing.For = organizations[1].Id;
        host.Clock.Advance(TimeSpan.FromDays(14));
        await host.RunJobAsync("tokens-unused");
        foreach (var (token, told) in tokens.Zip((long[])[1, 0, 1]))
        {
            (await host.EventsAsync("token.never-used", token.Id)).ShouldBe(told);
        }

        failing.For = null;
        await host.RunJobAsync("tokens-unused");
        foreach (var token in tokens)
        {
            (await host.EventsAsync("token.never-used", token.Id)).ShouldBe(1);
        }
    }

    /// <summary>Verifies once and waits until that is written; what it means is judged by then, but for what is told right after.</summary>
    private static async Task UseAsync(PlatformHost host, ApiClient verifier, Guid token, string secret, string address, int uses)
    {
        (await verifier.VerifyAsync(secret, address)).ShouldBe("valid");
        await Eventually.Until(() => host.WrittenAsync(token), written => written == uses);
    }

    private static async Task ToldAsync(ApiClient who, string name, string link, int times, string text)
    {
        var answer = await Eventually.Until(() => who.GetAsync("/notifications").Expect(200), list => Of(list).Count == times);
        Of(answer).ShouldContain(notice => notice.Text("body").Contains(text));

        List<System.Text.Json.Nodes.JsonNode> Of(Answer list) => [.. list.Items.Where(notice => notice.Text("event") == name && notice.Text("link") == link)];
    }

    /// <summary>What was raised; the outbox forgets what it delivered a week ago.</summary>
    private sealed class Recorded : INotificationHandler<TokenIdle>, INotificationHandler<TokenNeverUsed>
    {
        private readonly ConcurrentQueue<(string Name, Guid TokenId)> _events = new();

        public int Count(string name, Guid tokenId) => _events.Count(raised => raised == (name, tokenId));

        public Task Handle(TokenIdle notification, CancellationToken cancellationToken) => Note(TokenIdle.Name, notification.TokenId);

        public Task Handle(TokenNeverUsed notification, CancellationToken cancellationToken) => Note(TokenNeverUsed.Name, notification.TokenId);

        private Task Note(string name, Guid tokenId)
        {
            _events.Enqueue((name, tokenId));
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : INotificationHandler<TokenNeverUsed>
    {
        public Guid? For { get; set; }

        public Task Handle(TokenNeverUsed notification, CancellationToken cancellationToken) =>
            notification.OrganizationId == For ? throw new InvalidOperationException("Fails for the test.") : Task.CompletedTask;
    }
}
