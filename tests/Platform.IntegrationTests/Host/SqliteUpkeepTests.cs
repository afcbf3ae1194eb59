using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Platform.Kernel.Data;

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
    public async Task OnlyWhatAJobWouldFindAgainIsCommittedAheadOfTheDisk()
    {
        var commits = new Commits();
        await using var host = await PlatformHost.StartAsync(Database.Sqlite, builder => builder.Services.AddInterceptor(commits));
        var organization = await host.CreateOrganizationAsync();
        await organization.IssueTokenAsync(["people:read"], host.Now.AddDays(1));
        var revoked = await organization.IssueTokenAsync("people:read");
        await organization.Admin.DeleteAsync($"/tokens/{revoked.Id}").Expect(200);
        commits.Seen.ShouldNotContain(commit => !commit.WaitsForDisk);

        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.RunJobAsync("tokens-expire");
        var expired = commits.Seen.Single(commit => commit.Actions.Contains("token.expired"));
        expired.WaitsForDisk.ShouldBeFalse();

        // The connection that it had is not left so.
        await organization.SignInAdministratorAsync();
        await organization.IssueTokenAsync("people:read");
        commits.Seen.Where(commit => commit != expired).ShouldNotContain(commit => !commit.WaitsForDisk);
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
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        new FileInfo(file + "-wal").Length.ShouldBeLessThan(40 * Megabyte);
        write.CommandText = "DROP TABLE filler";
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
    /// <summary>How each transaction is about to be committed.</summary>
    private sealed class Commits : DbTransactionInterceptor
    {
        private const long Full = 2; // https://sqlite.org/pragma.html#pragma_synchronous
        private readonly ConcurrentQueue<Commit> _seen = new();

        public IReadOnlyList<Commit> Seen => [.. _seen];

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            await using var command = transaction.Connection!.CreateCommand();
            (command.Transaction, command.CommandText) = (transaction, "PRAGMA synchronous");
            var synchronous = (long?)await command.ExecuteScalarAsync(cancellationToken);
            var facts = (eventData.Context as PlatformDbContext)?.Changes?.Facts ?? [];
            _seen.Enqueue(new Commit(synchronous >= Full, [.. facts.Select(fact => fact.Action)]));
            return result;
        }
    }

    private sealed record Commit(bool WaitsForDisk, IReadOnlyList<string> Actions);
}
