using System.Data;
using System.Data.Common;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>Writes when, from where and how often tokens were used, and by whom the replaced ones: no version, no audit entry, no grant is dropped.</summary>
internal sealed class UseWriter(PlatformDbContext db)
{
    /// <summary>In the running transaction, and in the order of the ids, so that two writers never wait for each other.</summary>
    public async Task WriteAsync(IEnumerable<TakenUse> batch, CancellationToken cancellationToken)
    {
        await using var update = await db.CreateCommandOnEveryOrganizationAsync(cancellationToken);
        update.CommandText =
            "UPDATE tokens_token SET use_count = use_count + @count, last_used_at = @at, used_at = @at, last_used_ip = @ip, last_used_agent = @agent WHERE id = @id";
        var (count, at, ip, agent, id) = (Add(update, "@count"), Add(update, "@at"), Add(update, "@ip"), Add(update, "@agent"), Add(update, "@id"));
        (ip.DbType, agent.DbType) = (DbType.String, DbType.String);
        foreach (var (meter, _, uses) in batch.Where(taken => taken.Uses is not null).OrderBy(taken => taken.Meter.TokenId))
        {
            count.Value = uses!.Count;
            at.Value = uses.LastAt.ToMilliseconds();
            ip.Value = (object?)uses.Address?.ToString() ?? DBNull.Value;
            agent.Value = (object?)uses.Agent ?? DBNull.Value;
            id.Value = meter.TokenId;
            await update.ExecuteNonQueryAsync(cancellationToken);
            foreach (var call in uses.Callers)
            {
                await WriteAsync(meter.TokenId, call, cancellationToken);
            }
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
