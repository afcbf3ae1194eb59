using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Platform.Kernel.Data;

/// <summary>
/// Reads by a few statements of one's own, past EF, where every microsecond counts: to load a grant. Where no round trip is to
/// be spared they stay prepared for as long as the scope lives. No filter helps here: a statement names its organization.
/// </summary>
public sealed class PreparedReads(PlatformDbContext db, DatabaseProvider provider) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = [];

    /// <summary>The rows of one organization.</summary>
    /// <param name="sql">Compares with <c>@key</c>, and the <c>organization_id</c> of each of its tables with <c>@organization</c>.</param>
    public Task<List<T>> OfOrganizationAsync<T>(string sql, Guid organization, object key, Func<DbDataReader, T> row) => ReadAsync(sql, organization, key, row);

    /// <summary>The rows of every organization. Who reads them is on the architecture tests' list.</summary>
    /// <param name="sql">Compares with <c>@key</c>.</param>
    public Task<List<T>> OfEveryOrganizationAsync<T>(string sql, object key, Func<DbDataReader, T> row) => ReadAsync(sql, null, key, row);

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }

    private Task<List<T>> ReadAsync<T>(string sql, Guid? organization, object key, Func<DbDataReader, T> row) => provider.SingleWriter
        ? RunAsync(sql, organization, key, row)
        : db.Database.CreateExecutionStrategy().ExecuteAsync(() => RunAsync(sql, organization, key, row));

    private async Task<List<T>> RunAsync<T>(string sql, Guid? organization, object key, Func<DbDataReader, T> row)
    {
        await db.Database.OpenConnectionAsync();
        try
        {
            if (!provider.SingleWriter && EveryOrganization.WallOf(db) is { } wall)
            {
                await using var told = Fill(Command(wall.Before(db, organization) + sql, organization is not null), organization, key);
                return await ReadAsync(told, row);
            }

            if (!_prepared.TryGetValue(sql, out var command))
            {
                _prepared.Add(sql, command = Command(sql, organization is not null));
            }

            return await ReadAsync(Fill(command, organization, key), row);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<List<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> row)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private DbCommand Command(string sql, bool ofOrganization)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (var name in ofOrganization ? (ReadOnlySpan<string>)["@key", "@organization"] : ["@key"])
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private DbCommand Fill(DbCommand command, Guid? organization, object key)
    {
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.Parameters[0].Value = key;
        if (organization is { } id)
        {
            command.Parameters[1].Value = id;
        }

        return command;
    }
}

/// <summary>Columns as EF would read them.</summary>
public static class DbDataReaderColumns
{
    public static string? TextOrNull(this DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    public static Guid? GuidOrNull(this DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetGuid(at);

    public static int? NumberOrNull(this DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt32(at);

    public static DateTime Time(this DbDataReader row, int at) => DateTime.SpecifyKind(row.GetDateTime(at), DateTimeKind.Utc);

    public static DateTime? TimeOrNull(this DbDataReader row, int at) => row.IsDBNull(at) ? null : row.Time(at);

    /// <summary>A list of texts: an array on PostgreSQL, JSON elsewhere.</summary>
    public static IReadOnlyList<string>? TextsOrNull(this DbDataReader row, int at) => row.GetValue(at) switch
    {
        string json => json.Length == 2 ? [] : JsonSerializer.Deserialize<string[]>(json),
        string[] texts => texts,
        _ => null,
    };
}
