using Microsoft.Data.Sqlite;

namespace Platform.IntegrationTests.Host;

/// <summary>What the host does for SQLite that a server does by itself.</summary>
public sealed class SqliteUpkeepTests(Hosts hosts) : IClassFixture<Hosts>
{
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData("tokens_token", "organization_id")]
    [InlineData("personnel_person", "organization_id")]
    [InlineData("kernel_outbox", "state")]
    public async Task LooksUpKeysInsteadOfReadingAllOfAnOrganization(string table, string column)
    {
        var host = await hosts.OnAsync(Database.Sqlite);
        await using var tables = await host.OpenTablesAsync();
        var keys = string.Join(", ", Enumerable.Range(0, 50).Select(number => $"'{number}'"));
        var plan = (await tables.PlanAsync($"SELECT * FROM {table} WHERE {column} = '1' AND id IN ({keys})")).ShouldHaveSingleItem();
        plan.ShouldContain($"sqlite_autoindex_{table}_1 (id=?)");
    }

    [Fact]
    public async Task TheLogBeginsAnewHoweverMuchIsWritten()
    {
        var host = await hosts.OnAsync(Database.Sqlite);
        var file = new SqliteConnectionStringBuilder(host.ConnectionString).DataSource;
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(host.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var write = connection.CreateCommand();
        write.CommandText = "PRAGMA wal_autocheckpoint=0; PRAGMA busy_timeout=5000; CREATE TABLE filler (content BLOB)";
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        for (var megabyte = 0; megabyte < 60; megabyte += 2)
        {
            write.CommandText = $"INSERT INTO filler VALUES (zeroblob({2 * Megabyte}))";
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        new FileInfo(file + "-wal").Length.ShouldBeLessThan(40 * Megabyte);
        write.CommandText = "DROP TABLE filler";
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
