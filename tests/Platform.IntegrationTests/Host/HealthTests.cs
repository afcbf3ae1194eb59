using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Host;

public sealed class HealthTests(Hosts hosts)
{
    [Theory, EachDatabase]
    public async Task SaysThatItLivesAndIsReady(Database database)
    {
        var host = await hosts.OnAsync(database);
        (await host.Root.GetAsync("/health/live").Expect(200))["status"].ShouldBe("live");
        var ready = await Eventually.Until(() => host.Root.GetAsync("/health/ready"), answer => answer.Status == 200);
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

    [Fact]
    public async Task TheImageAsksWhetherItIsReady()
    {
        var host = await PlatformHost.StartAsync(Database.Sqlite);
        try
        {
            (await RunHealthCheckAsync(host.Address.Port)).ShouldBe(0);
            await using (var tables = await host.OpenTablesAsync())
            {
                await tables.ExecuteAsync("DELETE FROM kernel_migration");
            }

            (await RunHealthCheckAsync(host.Address.Port)).ShouldBe(1);
        }
        finally
        {
            await host.DisposeAsync();
        }

        (await RunHealthCheckAsync(host.Address.Port)).ShouldBe(1);
    }

    /// <summary>The Dockerfile's own line, on another port.</summary>
    private static async Task<int> RunHealthCheckAsync(int port)
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Dockerfile"));
        var command = JsonNode.Parse(Regex.Match(dockerfile, @"HEALTHCHECK [^\[]+CMD (\[.+\])").Groups[1].Value)!.AsArray().Select(word => word!.ToString().Replace("/8080", $"/{port}")).ToList();
        using var check = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        await check.WaitForExitAsync();
        return check.ExitCode;
    }
}
