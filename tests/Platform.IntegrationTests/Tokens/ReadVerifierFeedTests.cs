using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Coherence;

namespace Platform.IntegrationTests.Tokens;

/// <summary>The feed as it goes over the wire, to whoever may have it.</summary>
public sealed class ReadVerifierFeedTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task BeatsAtLeastEvery250MillisecondsFromAResetOn(Database database)
    {
        var host = await hosts.OnAsync(database);
        await Eventually.OnceInThree(async () =>
        {
            await using var feed = await FeedClient.OpenAsync((await TestApplication.RegisterAsync(host, "read")).Client);
            var reset = await feed.NextAsync();
            reset.Kind.ShouldBe("reset");
            var last = await feed.NextAsync();
            (last.Kind, last.Revision).ShouldBe(("heartbeat", reset.Revision));
            var gaps = new List<double>();
            for (var beat = 0; beat < 12; beat++)
            {
                var next = await feed.NextAsync("heartbeat");
                gaps.Add((next.At - last.At).TotalMilliseconds);
                next.Elapsed.ShouldBeGreaterThan(last.Elapsed);
                next.Id.ShouldBe(next.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
                last = next;
            }

            // Some of them may have met a busy moment of this machine.
            gaps.Order().ElementAt(gaps.Count / 2).ShouldBeLessThan(250);
        });
    }

    [Theory, EachDatabase]
    public async Task NamesWhatIsEndedBeforeTheHeartbeatOfItsRevision(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var (token, other) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        await using var feed = await FeedClient.OpenAsync((await TestApplication.RegisterAsync(host, "read")).Client);
        await feed.NextAsync("heartbeat");
        var receipt = await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        var drop = await feed.DropAsync("token", token.Id);
        drop.Revision.ShouldBe(long.Parse(receipt["revision"], null));
        (await feed.NextAsync("heartbeat")).Revision.ShouldBeGreaterThanOrEqualTo(drop.Revision);

        await organization.Admin.PatchAsync($"/service-accounts/{other.OwnerId}", new { status = "disabled" }).Expect(200);
        await feed.DropAsync("subject", other.OwnerId);
        await organization.Admin.PatchAsync("/organization", new { name = "Renamed" }).Expect(200);
        await feed.DropAsync("organization", organization.Id);
    }

    [Theory, EachDatabase]
    public async Task AnOrganizationSOwnVerifierHearsOfItsOwnAlone(Database database)
    {
        var host = await hosts.OnAsync(database);
        var (mine, other) = (await host.CreateOrganizationAsync(), await host.CreateOrganizationAsync());
        var verifier = mine.With((await mine.IssueTokenAsync("tokens:verify")).Secret);
        var (token, foreign) = (await mine.IssueTokenAsync("people:read"), await other.IssueTokenAsync("people:read"));
        await using var feed = await FeedClient.OpenAsync(verifier);
        await feed.NextAsync("heartbeat");
        await other.Admin.PostAsync($"/tokens/{foreign.Id}/revoke").Expect(200);
        await other.Admin.PatchAsync($"/service-accounts/{foreign.OwnerId}", new { status = "disabled" }).Expect(200);
        await other.Admin.PatchAsync("/organization", new { name = "Renamed" }).Expect(200);
        await mine.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await feed.DropAsync("token", token.Id);
        await mine.Admin.PatchAsync($"/service-accounts/{token.OwnerId}", new { status = "disabled" }).Expect(200);
        await feed.DropAsync("subject", token.OwnerId);
        feed.Seen.ShouldNotContain(seen => seen.Text.Contains(foreign.Id.ToString()) || seen.Text.Contains(foreign.OwnerId.ToString()) || seen.Text.Contains(other.Id.ToString()));
    }

    [Theory, EachDatabase]
    public async Task EndsWithTheVerifierSOwnCredential(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("tokens:verify");
        await using var feed = await FeedClient.OpenAsync(organization.With(token.Secret));
        await feed.NextAsync("heartbeat");
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await feed.DropAsync("token", token.Id);
        (await feed.EndsAsync()).ShouldBeTrue("no heartbeat may come after it");
        await organization.With(token.Secret).GetAsync("/verifier/feed").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase]
    public async Task IsResumedWhereItWasLeft(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var (token, application) = (await organization.IssueTokenAsync("people:read"), (await TestApplication.RegisterAsync(host, "read")).Client);
        long left;
        await using (var feed = await FeedClient.OpenAsync(application))
        {
            left = (await feed.NextAsync("heartbeat")).Revision;
        }

        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await using var resumed = await FeedClient.OpenAsync(application, $"{left}");
        await resumed.DropAsync("token", token.Id);
        resumed.Seen.ShouldNotContain(seen => seen.Kind == "reset");
        foreach (var unknown in (string[])[$"{long.MaxValue}", "nonsense", "-1"])
        {
            await using var begun = await FeedClient.OpenAsync(application, unknown);
            (await begun.NextAsync()).Kind.ShouldBe("reset", unknown);
        }
    }

    [Theory, EachDatabase]
    public async Task IsForVerifiers(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var reader = (await organization.IssueTokenAsync("tokens:read")).Secret;
        await organization.With(reader).GetAsync("/verifier/feed").ExpectProblem(403, "permission-denied");
        await host.Anonymous.GetAsync("/verifier/feed").ExpectProblem(401, "unauthenticated");
        var verifier = (await organization.IssueTokenAsync("tokens:verify")).Secret;
        await host.Anonymous.With(verifier).GetAsync("/verifier/feed").ExpectProblem(400, "organization-required");
        await host.Anonymous.With(verifier).In((await host.CreateOrganizationAsync()).Slug).GetAsync("/verifier/feed").ExpectProblem(403, "organization-mismatch");
    }

    [Theory, EachDatabase]
    public async Task AVerdictSaysAtWhichRevisionItWasRead(Database database)
    {
        var host = await hosts.OnAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var (token, other) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        var application = (await TestApplication.RegisterAsync(host, "read")).Client;
        var revoked = await organization.Admin.PostAsync($"/tokens/{other.Id}/revoke").Expect(200);
        var verdict = await application.PostAsync("/verify", new { token = token.Secret }).Expect(200);
        long.Parse(verdict["revision"], null).ShouldBeGreaterThanOrEqualTo(long.Parse(revoked["revision"], null));
        verdict["addressBound"].ShouldBe("false");
        await organization.Admin.PatchAsync("/organization", new { tokenPolicy = new { allowedAddresses = new[] { "192.0.2.0/24" } } }).Expect(200);
        (await application.PostAsync("/verify", new { token = token.Secret, address = "192.0.2.1" }).Expect(200))["addressBound"].ShouldBe("true");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task EndsWithTheNodeSLease(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read")).Client;
        await using var feed = await FeedClient.OpenAsync(application);
        await feed.NextAsync("heartbeat");
        host.Services.GetRequiredService<NodeProtocol>().Stop();
        (await feed.EndsAsync(atMost: 20)).ShouldBeTrue("some may have been on their way");
        await application.GetAsync("/verifier/feed").ExpectProblem(503, "unavailable");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task TellsOfWhatWasDoneAtAnotherNode(Database database)
    {
        await using var here = await PlatformHost.StartAsync(database);
        await using var there = await here.StartAnotherAsync();
        var organization = await here.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("people:read");
        var application = (await TestApplication.RegisterAsync(here, "read")).Client;
        await using var feed = await FeedClient.OpenAsync(there.Here(application));
        var left = (await feed.NextAsync("heartbeat")).Revision;
        await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
        await feed.DropAsync("token", token.Id);
        await using var resumed = await FeedClient.OpenAsync(application, $"{left}");
        await resumed.DropAsync("token", token.Id);
    }
}
