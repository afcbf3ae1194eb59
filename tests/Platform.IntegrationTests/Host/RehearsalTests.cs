namespace Platform.IntegrationTests.Host;

/// <summary>What a starting host does so that the first commands are not slow is undone, and was done.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task LeavesNothingBehind()
    {
        await using var host = await PlatformHost.StartAsync(Database.Sqlite);
        host.Commands.Seen.ShouldContain(sql => sql.StartsWith("INSERT INTO \"tokens_token\"", StringComparison.Ordinal), "it was rehearsed");
        host.Commands.Seen.ShouldContain(sql => sql.StartsWith("SELECT \"k\".\"value\"\nFROM \"kernel_revision\"", StringComparison.Ordinal), "to the end");
        await using var tables = await host.OpenTablesAsync();
        (await tables.ReadAllAsync()).ShouldNotContain(value => value.Column.StartsWith("tokens_", StringComparison.Ordinal));
        (await host.CountAuditAsync("token.created")).ShouldBe(0);
    }
}
