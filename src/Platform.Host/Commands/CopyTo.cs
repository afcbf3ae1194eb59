using System.CommandLine;
using System.Data;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;

namespace Platform.Host.Commands;

/// <summary>
/// Moves an instance to another database, usually from SQLite to a server once it is to have several nodes. What it writes are
/// rows that a host made before: they keep their ids, times, versions and hashes, and no change happens in them that a log
/// should have or a cache should hear of. So it goes past saving, which would stamp them and log them anew.
/// </summary>
internal static class CopyTo
{
    public static Command Describe(string[] args)
    {
        var provider = new Option<string>("--provider") { Description = "The other database: Sqlite, PostgreSql or SqlServer", Required = true };
        var connection = new Option<string>("--connection") { Description = "Its connection string, as who may make tables there", Required = true };
        var command = new Command("copy-to", "Copy everything into another database, which must be empty, then stop. No host may be running on either") { provider, connection };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => RunAsync(args, parsed.GetValue(provider)!, parsed.GetValue(connection)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, string provider, string connection, CancellationToken cancellationToken)
    {
        await using var from = HostApplication.CreateBuilder(args).Build();
        await using var to = HostApplication.CreateBuilder(
        [
            .. args,
            $"--Database:Provider={provider}",
            $"--ConnectionStrings:Platform={connection}",
            // That the database is not there yet is no news: it is made.
            "--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Connection=None",
        ]).Build();
        using var claim = Migrate.Claim(from);
        using var otherClaim = Migrate.Claim(to);
        await using var source = from.Services.GetRequiredService<OwnerDatabase>().Open();
        await using var target = to.Services.GetRequiredService<OwnerDatabase>().Open();
        foreach (var database in new[] { source.Database, target.Database })
        {
            database.SetCommandTimeout(TimeSpan.Zero);
        }

        await Migrate.RequireCurrentAsync(source.Database, cancellationToken);
        await PrepareAsync(to, target, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var tables = TableCopy.InOrder(source, target);
        var rows = await source.Database.CreateExecutionStrategy().ExecuteAsync(
            reading => target.Database.CreateExecutionStrategy().ExecuteAsync(token => CopyAsync(source, target, tables, token), reading),
            cancellationToken);
        await to.Services.GetRequiredService<OwnerDatabase>().AnalyzeAsync(cancellationToken);
        Console.WriteLine($"{rows} rows of {tables.Count} tables were copied in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s. From now on start the host with Database:Provider={provider}, and no longer on the old database.");
        return 0;
    }

    /// <summary>A database with another version's tables is left as it is: it is not for this command to change what is in use.</summary>
    private static async Task PrepareAsync(WebApplication to, PlatformDbContext target, CancellationToken cancellationToken)
    {
        if ((await target.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
        {
            await Migrate.RequireCurrentAsync(target.Database, cancellationToken);
        }

        await Migrate.ApplyAsync(to, cancellationToken);
    }

    /// <summary>One transaction: an interrupted copy leaves empty tables, and can be begun again.</summary>
    private static async Task<long> CopyAsync(
        PlatformDbContext source, PlatformDbContext target, IReadOnlyList<TableCopy> tables, CancellationToken cancellationToken)
    {
        // Serializable is the one level at which each of the databases lets all the tables be read as of one moment.
        await using var reading = await source.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        await using var writing = await target.Database.BeginTransactionAsync(cancellationToken);
        foreach (var table in tables)
        {
            if (await table.IsInUseAsync(cancellationToken))
            {
                throw new ConfigurationException($"The database to copy to is not empty: {table.Name} has rows. Name a new database.");
            }
        }

        var rows = 0L;
        foreach (var table in tables)
        {
            var copied = await table.RunAsync(cancellationToken);
            Console.WriteLine($"{table.Name,-32} {copied,12}");
            rows += copied;
        }

        await writing.CommitAsync(CancellationToken.None);
        return rows;
    }
}
