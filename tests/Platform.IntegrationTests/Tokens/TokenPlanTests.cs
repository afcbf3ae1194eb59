using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.IntegrationTests.Tokens;

/// <summary>
/// How the databases mean to answer the very queries that the list of tokens sends: each filter in each order, the first page
/// and one further on. None may go through a table, nor sort more than a few rows.
/// </summary>
public sealed partial class TokenPlanTests
{
    private const int Seeded = 4000;
    private const int FewRows = 1100;

    [Theory, EachDatabase]
    public async Task EveryFilterInEveryOrderIsARangeOfAnIndex(Database database)
    {
        Assert.SkipWhen(database == Database.SqlServer, "Its plans are read by other means.");
        var log = new QueryLog();
        await using var host = await PlatformHost.StartAsync(database, builder => builder.Services.AddInterceptor(log));
        var organization = await host.CreateOrganizationAsync();
        await SeedAsync(organization);
        var some = (await organization.Admin.GetAsync("/tokens?limit=1").Expect(200)).Items[0];
        string[] filters =
        [
            "", "status=active", "status=expiring", "status=rotating", "status=expired", "status=revoked", "kind=user", "kind=service",
            $"ownerId={some.Text("owner.id")}", $"ownerId={Guid.CreateVersion7()}", $"q={some.Text("display")[^4..]}", "q=load", "q=nothing",
        ];
        var explained = 0;
        foreach (var filter in filters)
        {
            foreach (var sort in (string[])["createdAt", "-createdAt", "expiresAt", "-expiresAt", "lastUsedAt", "-lastUsedAt", "name", "-name"])
            {
                log.Clear();
                var path = $"/tokens?limit=20&sort={sort}&{filter}";
                var page = await organization.Admin.GetAsync(path).Expect(200);
                for (var further = 0; further < 2 && (string?)page.Json["nextCursor"] is { } cursor; further++)
                {
                    page = await organization.Admin.GetAsync($"{path}&cursor={cursor}").Expect(200);
                }

                var queries = log.Seen.Where(query => query.Text.Contains("tokens_token", StringComparison.Ordinal) || query.Text.Contains("tokens_word", StringComparison.Ordinal)).ToList();
                queries.ShouldNotBeEmpty();
                foreach (var query in queries)
                {
                    if (database == Database.PostgreSql && IsCount(query))
                    {
                        // It counts up to more than there are here: all of them, which an index makes no cheaper.
                        continue;
                    }

                    var plan = await ExplainAsync(host, query);
                    explained++;
                    Judge(database, plan, filter.StartsWith("q=", StringComparison.Ordinal)).ShouldBeNull($"{path}\n{query.Text}\n{string.Join('\n', plan)}");
                }
            }
        }

        explained.ShouldBeGreaterThan(200);
    }

    internal static bool IsCount(LoggedQuery query) => Told().Replace(query.Text, "").StartsWith("SELECT count(", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with a plan; null where nothing is.</summary>
    internal static string? Judge(Database database, IReadOnlyList<string> plan, bool sortsWhatWasFound, string tables = "tokens_")
    {
        if (database == Database.PostgreSql)
        {
            return plan.FirstOrDefault(line => line.Contains($"Seq Scan on {tables}", StringComparison.Ordinal))
                ?? plan.FirstOrDefault(line => SortOfRows().Match(line) is { Success: true } sort && int.Parse(sort.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) > FewRows);
        }

        // A subquery that was put together by the way is gone through, of course.
        var made = plan.Select(line => Made().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToHashSet();
        return plan.FirstOrDefault(line => ScanOf().Match(line) is { Success: true } scan && !made.Contains(scan.Groups[1].Value))
            ?? plan.FirstOrDefault(line => !sortsWhatWasFound && line.Contains("TEMP B-TREE", StringComparison.Ordinal))
            ?? plan.FirstOrDefault(line => !sortsWhatWasFound && line.Contains("AUTOMATIC", StringComparison.Ordinal))
            ?? plan.FirstOrDefault(line => line.Contains("tokens_word", StringComparison.Ordinal) && !line.Contains("word>", StringComparison.Ordinal));
    }

    internal static async Task<List<string>> ExplainAsync(PlatformHost host, LoggedQuery query)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var explain = host.Database == Database.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        command.CommandText = Told().Replace(query.Text, told => told.Value + explain);
        foreach (var (name, value) in query.Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(host.Database == Database.Sqlite ? 3 : 0));
        }

        return lines;
    }

    /// <summary>Tokens of all states and kinds, most of them plain.</summary>
    private static async Task SeedAsync(TestOrganization organization)
    {
        var host = organization.Host;
        for (var made = 0; made < Seeded; made += 500)
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization.Id);
            (await scope.ServiceProvider.GetRequiredService<IMediator>().Send((IRequest<Result<IReadOnlyList<string>>>)new SeedServiceTokens(500, SeededTokens.Good))).Error.ShouldBeNull();
        }

        var person = await organization.AddPersonAsync("API user", apiAccess: true);
        await person.Client.PostAsync("/me/token").Expect(201);
        await using var tables = await host.OpenTablesAsync();
        var (soon, past) = (Literal(host, host.Now.AddDays(3)), Literal(host, host.Now.AddDays(-3)));
        await tables.ExecuteAsync("UPDATE tokens_token SET state = 3, revoked_at = created_at, revoked_by_kind = 'system', revoked_by_id = id, revoked_by_name = 'x' WHERE display LIKE '%…a%'");
        await tables.ExecuteAsync($"UPDATE tokens_token SET state = 1, replaced_by_id = id, replaced_at = created_at, ends_at = {soon}, expires_at = {soon} WHERE display LIKE '%…b%'");
        await tables.ExecuteAsync($"UPDATE tokens_token SET state = 2, ends_at = {past}, expires_at = {past} WHERE display LIKE '%…c%'");
        await tables.ExecuteAsync($"UPDATE tokens_token SET ends_at = {soon}, expires_at = {soon} WHERE display LIKE '%…d%'");
        await tables.ExecuteAsync($"UPDATE tokens_token SET used_at = {past}, last_used_at = {past} WHERE display LIKE '%…e%'");
        if (host.Database == Database.PostgreSql)
        {
            await tables.ExecuteAsync("ANALYZE tokens_token; ANALYZE tokens_word");
        }
    }

    private static string Literal(PlatformHost host, DateTime time) =>
        host.Database == Database.Sqlite ? $"'{time:yyyy-MM-dd HH:mm:ss}'" : $"'{time:yyyy-MM-dd HH:mm:ss}+00'";

    /// <summary>What a server database is told first of whose rows they may be.</summary>
    [GeneratedRegex("^(?:SET [^;]+; )*")]
    private static partial Regex Told();

    [GeneratedRegex(@"^\s*(?:->\s+)?(?:Incremental )?Sort  \(cost=\S+ rows=(\d+)")]
    private static partial Regex SortOfRows();

    [GeneratedRegex(@"^SCAN (?!CONSTANT ROW)(\w+)")]
    private static partial Regex ScanOf();

    [GeneratedRegex(@"^(?:CO-ROUTINE|MATERIALIZE) (\w+)")]
    private static partial Regex Made();
}

internal sealed record LoggedQuery(string Text, IReadOnlyList<(string Name, object? Value)> Parameters);

/// <summary>Sees each query with what was given to it.</summary>
internal sealed class QueryLog : DbCommandInterceptor
{
    private readonly ConcurrentQueue<LoggedQuery> _queries = new();

    public IReadOnlyList<LoggedQuery> Seen => [.. _queries];

    public void Clear() => _queries.Clear();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _queries.Enqueue(new LoggedQuery(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
        return ValueTask.FromResult(result);
    }
}
