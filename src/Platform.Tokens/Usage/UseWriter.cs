using System.Data;
using System.Data.Common;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>Writes when, from where and how often tokens were used, and by whom the replaced ones: no version, no audit entry, no grant is dropped.</summary>
internal sealed class UseWriter(PlatformDbContext db)
{
    private const string UpdateSql =
        "UPDATE tokens_token SET use_count = use_count + @count, last_used_at = @at, used_at = @at, last_used_ip = @ip, last_used_agent = @agent WHERE id = @id";

    /// <summary>In the running transaction, and in the order of the ids, so that two writers never wait for each other.</summary>
    public async Task WriteAsync(IEnumerable<TakenUse> batch, CancellationToken cancellationToken)
    {
        var used = batch.Where(taken => taken.Uses is not null).OrderBy(taken => taken.Meter.TokenId).ToList();
        if (used.Count == 0)
        {
            return;
        }

        await using var update = await db.CreateCommandOnEveryOrganizationAsync(cancellationToken);
        await (update.Connection!.CanCreateBatch ? UpdateAtOnceAsync(update, used, cancellationToken) : UpdateOneByOneAsync(update, used, cancellationToken));
        foreach (var (meter, _, uses) in used)
        {
            foreach (var call in uses!.Callers)
            {
                await WriteAsync(meter.TokenId, call, cancellationToken);
            }
        }
    }

    /// <summary>In one round trip, where the driver can: the statements are the same, and so is their order.</summary>
    private static async Task UpdateAtOnceAsync(DbCommand opened, List<TakenUse> used, CancellationToken cancellationToken)
    {
        await using var updates = opened.Connection!.CreateBatch();
        updates.Transaction = opened.Transaction;
        foreach (var taken in used)
        {
            var update = updates.CreateBatchCommand();
            update.CommandText = UpdateSql;
            Fill(taken, Parameters(update.CreateParameter, update.Parameters));
            updates.BatchCommands.Add(update);
        }

        await updates.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task UpdateOneByOneAsync(DbCommand update, List<TakenUse> used, CancellationToken cancellationToken)
    {
        update.CommandText = UpdateSql;
        var parameters = Parameters(update.CreateParameter, update.Parameters);
        foreach (var taken in used)
        {
            Fill(taken, parameters);
            await update.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbParameter[] Parameters(Func<DbParameter> create, DbParameterCollection parameters)
    {
        var all = Array.ConvertAll(
            ((string, DbType?)[])[("@count", null), ("@at", null), ("@ip", DbType.String), ("@agent", DbType.String), ("@id", null)],
            wanted =>
            {
                var parameter = create();
                parameter.ParameterName = wanted.Item1;
                if (wanted.Item2 is { } type)
                {
                    parameter.DbType = type;
                }

                return parameter;
            });
        parameters.AddRange(all);
        return all;
    }

    private static void Fill(TakenUse taken, DbParameter[] parameters)
    {
        var uses = taken.Uses!;
        object[] values = [uses.Count, uses.LastAt.ToMilliseconds(), (object?)uses.Address?.ToString() ?? DBNull.Value, (object?)uses.Agent ?? DBNull.Value, taken.Meter.TokenId];
        for (var at = 0; at < values.Length; at++)
        {
            parameters[at].Value = values[at];
        }
    }

    /// <summary>A caller new to two nodes at once is one row lost at most.</summary>
    private async Task WriteAsync(Guid tokenId, TokenCall call, CancellationToken cancellationToken)
    {
        await using var command = await db.CreateCommandOnEveryOrganizationAsync(cancellationToken);
        Add(command, "@id").Value = tokenId;
        Add(command, "@address").Value = call.Address?.ToString() ?? "";
        Add(command, "@agent").Value = call.Agent;
        Add(command, "@at").Value = call.LastAt.ToMilliseconds();
        Add(command, "@count").Value = call.Count;
        command.CommandText =
            "UPDATE tokens_caller SET use_count = use_count + @count, last_at = @at WHERE token_id = @id AND address = @address AND agent = @agent";
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            Add(command, "@most").Value = TokenCaller.AtMost;
            command.CommandText =
                "INSERT INTO tokens_caller (organization_id, token_id, address, agent, last_at, use_count) "
                + "SELECT organization_id, id, @address, @agent, @at, @count FROM tokens_token "
                + "WHERE id = @id AND (SELECT COUNT(*) FROM tokens_caller WHERE token_id = @id) < @most";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
