using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;

namespace Platform.IntegrationTests.Harness;

/// <summary>Reads and changes the database as somebody with its password would.</summary>
public sealed class Tables(PlatformDbContext db) : IAsyncDisposable
{
    /// <summary>The value of each column of each row of each table, as text; bytes in hexadecimal.</summary>
    public async Task<IReadOnlyList<(string Column, string Value)>> ReadAllAsync()
    {
        var values = new List<(string, string)>();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    values.Add(($"{table}.{reader.GetName(column)}", AsText(reader.GetValue(column))));
                }
            }
        }

        return values;
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A condition: the databases write ids in either case.</summary>
    public string Is(string column, Guid id) => $"lower(CAST({column} AS varchar(36))) = '{id}'";

    /// <summary>How SQLite means to answer a query, step by step.</summary>
    public async Task<IReadOnlyList<string>> PlanAsync(string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    private static string AsText(object value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IEnumerable<string> list => string.Join('\n', list),
        _ => value.ToString() ?? "",
    };
}
