using Npgsql;

namespace Platform.IntegrationTests.Host;

/// <summary>Several hosts that start at once, each of which would migrate.</summary>
public sealed class MigrateOnStartTests
{
    private const int Hosts = 4;

    [Theory, EachDatabase(true, false, ServersOnly = true)]
    public async Task HostsThatStartTogetherMigrateOnce(Database database, bool databaseExists)
    {
        if (database != Database.PostgreSql)
        {
            Assert.Skip("Made by hand on PostgreSQL.");
        }

        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(DatabaseServer.VariableOf(database)!));
        var name = $"platform_start_{Guid.CreateVersion7():N}";
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        if (databaseExists)
        {
            await ExecuteAsync(connection, $"CREATE DATABASE {name}");
        }

        await using var place = new HostProcess.Place(database, new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString);
        var hosts = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(_ => HostProcess.StartAsync(
            place, "--Database:MigrateOnStart=true", $"--Bootstrap:OperatorEmail={PlatformHost.OperatorEmail}", $"--Bootstrap:OperatorPassword={PlatformHost.OperatorPassword}", "--Logging:LogLevel:Default=None")));
        try
        {
            foreach (var host in hosts)
            {
                // Four that start at once may starve each other of the processor for longer than a lease.
                var ready = await Eventually.Until(() => (host.Client with { BasePath = "" }).GetAsync("/health/ready"), answer => answer.Status == 200);
                ready["migrations"].ShouldBe("ok");
                await host.Client.PostAsync("/auth/sign-in", new { email = PlatformHost.OperatorEmail, password = PlatformHost.OperatorPassword }).Expect(200);
            }
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
