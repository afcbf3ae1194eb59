namespace Platform.IntegrationTests.Host;

public sealed class HealthTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysThatItLivesAndIsReady(Database database)
    {
        var host = await hosts.OnAsync(database);
        (await host.Root.GetAsync("/health/live").Expect(200))["status"].ShouldBe("live");
        var ready = await host.Root.GetAsync("/health/ready").Expect(200);
        foreach (var (part, word) in (ReadOnlySpan<(string, string)>)[("status", "ready"), ("database", "ok"), ("migrations", "ok"), ("cache", "ok")])
        {
            ready[part].ShouldBe(word);
        }
    }

    [Theory, EachDatabase]
    public async Task IsNotReadyWhereAMigrationIsMissing(Database database)
    {
        await using var host = await PlatformHost.StartAsync(database);
        await using (var tables = await host.OpenTablesAsync())
        {
            await tables.ExecuteAsync("DELETE FROM kernel_migration");
        }

        var ready = await host.Root.GetAsync("/health/ready").Expect(503);
        ready["status"].ShouldBe("not-ready");
        ready["migrations"].ShouldBe("pending");
        await host.Root.GetAsync("/health/live").Expect(200);
    }
}
