using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Nodes;

/// <summary>
/// Nodes that die, that are shut out, and that lose their database. They run after all others: beside them a node may be
/// starved of the processor for longer than its lease, and rightly stops answering.
/// </summary>
[Collection(nameof(LostNodeTests)), CollectionDefinition(nameof(LostNodeTests), DisableParallelization = true)]
public sealed class LostNodeTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1.2);

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ADeadNodeIsWaitedForOnce(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var (first, second) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        var dead = Guid.CreateVersion7();
        await using (var tables = await host.OpenTablesAsync())
        {
            await tables.ExecuteAsync($"INSERT INTO kernel_node (id, started_at, renewal, applied, fenced_at, seen_at) SELECT '{dead}', started_at, 7, applied, NULL, seen_at FROM kernel_node");
        }

        var since = Stopwatch.StartNew();
        var receipt = await organization.Admin.PostAsync($"/tokens/{first.Id}/revoke").Expect(200);
        since.Elapsed.ShouldBeGreaterThan(Lease);
        receipt.NodeStates().Count.ShouldBe(2);
        receipt.NodeStates()[dead].ShouldBe("fenced");

        receipt = await organization.Admin.PostAsync($"/tokens/{second.Id}/revoke").Expect(200);
        receipt.NodeStates().Keys.ShouldNotContain(dead);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ANodeThatWasShutOutForgetsEverythingAndComesBack(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var client = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        var cache = host.Services.GetRequiredService<GrantCache>();
        await client.GetAsync("/me").Expect(200);
        cache.Count.ShouldBeGreaterThan(0);
        await using var tables = await host.OpenTablesAsync();
        await tables.ExecuteAsync("UPDATE kernel_node SET fenced_at = seen_at");
        await Eventually.Until(() => tables.ScalarAsync("SELECT COUNT(*) FROM kernel_node WHERE fenced_at IS NULL"), count => Convert.ToInt32(count, null) == 1);
        await Eventually.Until(() => Task.FromResult(cache.Count), count => count == 0);
        await Eventually.Until(
            async () =>
            {
                await client.GetAsync("/me").Expect(200);
                return cache.Count;
            },
            count => count > 0);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ANodeThatMissesPrunedChangesForgetsEverything(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var client = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        var cache = host.Services.GetRequiredService<GrantCache>();
        await client.GetAsync("/me").Expect(200);
        cache.Count.ShouldBeGreaterThan(0);
        await using var tables = await host.OpenTablesAsync();

        // As if changes had come and gone while the node did not look.
        await tables.ExecuteAsync("UPDATE kernel_revision SET value = value + 5");
        await Eventually.Until(() => Task.FromResult(cache.Count), count => count == 0);
        await client.GetAsync("/me").Expect(200);
        await Eventually.Until(() => organization.Admin.GetAsync("/me"), answer => answer.Status == 200);
        await organization.IssueTokenAsync("people:read");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ANodeThatStopsIsWaitedForNoLonger(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        await (await host.StartAnotherAsync()).DisposeAsync();
        await using var tables = await host.OpenTablesAsync();
        Convert.ToInt32(await tables.ScalarAsync("SELECT COUNT(*) FROM kernel_node"), null).ShouldBe(1);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task WithoutALeaseEachRequestReadsTheDatabase(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var client = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        await client.GetAsync("/me").Expect(200);
        var loads = host.Services.GetRequiredService<GrantCache>();
        var before = loads.Loads;
        host.Services.GetRequiredService<NodeProtocol>().Stop();
        var asked = host.Commands.Asked.Count;
        await client.GetAsync("/me").Expect(200);
        await client.GetAsync("/me").Expect(200);
        host.Commands.Asked.Count.ShouldBeGreaterThanOrEqualTo(asked + 2, "each of the two has asked, for the organization too");
        loads.Loads.ShouldBe(before);
        await Eventually.Until(() => host.Root.GetAsync("/health/ready").Expect(503), ready => (ready["cache"], ready["database"]) == ("no-lease", "ok"));
    }

    [Theory, EachDatabase(true, false, ServersOnly = true)]
    public async Task ANodeCutOffRefusesWithinTheLeaseAndComesBack(Database database, bool hangs)
    {
        Assert.SkipWhen(database != Database.PostgreSql, "The proxy speaks with PostgreSQL alone.");
        using var proxy = new TcpProxy();
        await using var here = await PlatformHost.StartAsync(database);
        await using var there = await here.StartAnotherAsync(proxy.Through);
        var organization = await here.CreateOrganizationAsync();
        var (token, other) = (await organization.IssueTokenAsync("people:read"), await organization.IssueTokenAsync("people:read"));
        var (client, cold) = (there.Here(organization.With(token.Secret)), there.Here(organization.With(other.Secret)));
        await client.GetAsync("/me").Expect(200);

        there.BeImpatient();
        if (hangs)
        {
            proxy.Hang();
        }
        else
        {
            proxy.Cut();
        }

        var since = Stopwatch.StartNew();
        var waiting = cold.GetAsync("/me");
        var revoking = organization.Admin.PostAsync($"/tokens/{token.Id}/revoke");
        while (!revoking.IsCompleted)
        {
            var asked = since.Elapsed;
            var answer = await client.GetAsync("/me");
            (answer.Status is 200 or 503).ShouldBeTrue(answer.Body);
            (answer.Status == 503 || asked < Lease).ShouldBeTrue($"asked {asked.TotalMilliseconds} ms after the cut");
            await Task.Delay(10);
        }

        var receipt = await revoking;
        receipt.Status.ShouldBe(200, receipt.Body);
        receipt.NodeStates().Values.Order().ShouldBe(["acknowledged", "fenced"]);
        (await waiting).Status.ShouldBe(503);
        since.Restart();
        await client.GetAsync("/me").ExpectProblem(503, "unavailable");
        since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), "it does not wait for as long as the driver would");
        (await there.Root.GetAsync("/health/ready").Expect(503))["cache"].ShouldBe("no-lease");

        proxy.Heal();
        await Eventually.Until(() => cold.GetAsync("/me"), answer => answer.Status == 200);
        (await Eventually.Until(() => client.GetAsync("/me"), answer => answer.Status != 503)).ExpectProblem(401, "token-revoked");
        await Eventually.Until(() => there.Root.GetAsync("/health/ready"), answer => answer.Status == 200);
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ANodeStoppedInTheMidstOfAChangeHoldsNoLockForLong(Database database)
    {
        Assert.SkipWhen(database != Database.PostgreSql, "SQL Server ends no transaction by itself.");
        await using var here = await PlatformHost.StartAsync(database);
        await using var there = await here.StartAnotherAsync();
        var organization = await here.CreateOrganizationAsync();
        var token = await organization.IssueTokenAsync("people:read");
        await using var scope = there.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Set<RevisionHead>().ExecuteUpdateAsync(set => set.SetProperty(head => head.Value, head => head.Value + 1));
            var since = Stopwatch.StartNew();
            await organization.Admin.PostAsync($"/tokens/{token.Id}/revoke").Expect(200);
            since.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
        });
        await there.Here(organization.With(token.Secret)).GetAsync("/me").ExpectProblem(401, "token-revoked");
    }

    [Theory, EachDatabase(ServersOnly = true)]
    public async Task ConnectionsThatEndAreMadeAnew(Database database)
    {
        Assert.SkipWhen(database != Database.PostgreSql, "Ends the connections in PostgreSQL's way.");
        await using var host = await PlatformHost.StartAsync(database);
        var organization = await host.CreateOrganizationAsync();
        var client = organization.With((await organization.IssueTokenAsync("people:read")).Secret);
        await client.GetAsync("/me").Expect(200);
        await using (var tables = await host.OpenTablesAsync())
        {
            await tables.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }

        await Eventually.Until(() => client.GetAsync("/people"), answer => answer.Status == 200);
        await Eventually.Until(() => host.Root.GetAsync("/health/ready"), answer => answer.Status == 200);
        await organization.IssueTokenAsync("people:read");
    }
}
