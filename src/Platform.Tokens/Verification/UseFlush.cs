using System.Data;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Verification;

/// <summary>
/// Writes the uses counted in memory each second, in batches small enough not to keep other writers waiting. A crash loses at
/// most what was counted since. Bookkeeping, not a change: no audit entry, no version, no grant is dropped.
/// </summary>
internal sealed partial class UseFlush(
    TokenUseQueue queue, IServiceScopeFactory scopes, WriteGate gate, TimeProvider time, ILogger<UseFlush> logger) : BackgroundService
{
    private const int PerSecond = 2000;
    private const int PerBatch = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FlushAsync(PerSecond);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is left is written below.
        }

        await FlushAsync(int.MaxValue);
    }

    private async Task FlushAsync(int atMost)
    {
        while (atMost > 0 && queue.Take(Math.Min(atMost, PerBatch)) is { Count: > 0 } batch)
        {
            atMost -= batch.Count;
            var counts = batch.ConvertAll(use => use.Take());
            var callers = batch.ConvertAll(use => use.TakeCallers());
            try
            {
                await WriteAsync(batch, counts, callers);
            }
            catch (Exception failure)
            {
                LogFailed(failure, batch.Count);
                for (var at = 0; at < batch.Count; at++)
                {
                    batch[at].Return(counts[at], callers[at]);
                }

                return;
            }
        }
    }

    private async Task WriteAsync(List<TokenUse> batch, List<long> counts, List<IReadOnlyList<TokenCall>> callers)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        using var turn = await gate.EnterAsync(CancellationToken.None);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await using var update = await db.CreateCommandOnEveryOrganizationAsync(CancellationToken.None);
        update.CommandText =
            "UPDATE tokens_token SET use_count = use_count + @count, last_used_at = @at, used_at = @at, last_used_ip = @ip, last_used_agent = @agent WHERE id = @id";
        var (count, at, ip, agent, id) = (Add(update, "@count"), Add(update, "@at"), Add(update, "@ip"), Add(update, "@agent"), Add(update, "@id"));
        (ip.DbType, agent.DbType) = (DbType.String, DbType.String);
        for (var i = 0; i < batch.Count; i++)
        {
            count.Value = counts[i];
            at.Value = batch[i].LastAt.ToMilliseconds();
            ip.Value = (object?)batch[i].LastAddress?.ToString() ?? DBNull.Value;
            agent.Value = (object?)batch[i].LastAgent ?? DBNull.Value;
            id.Value = batch[i].TokenId;
            await update.ExecuteNonQueryAsync();
            foreach (var call in callers[i])
            {
                await WriteCallerAsync(db, batch[i].TokenId, call);
            }
        }

        await transaction.CommitAsync();
    }

    /// <summary>Only one host writes, or on a server database each its own share: a caller new to two at once is one row lost at most.</summary>
    private static async Task WriteCallerAsync(PlatformDbContext db, Guid tokenId, TokenCall call)
    {
        await using var command = await db.CreateCommandOnEveryOrganizationAsync(CancellationToken.None);
        Add(command, "@id").Value = tokenId;
        Add(command, "@address").Value = call.Address?.ToString() ?? "";
        Add(command, "@agent").Value = call.Agent;
        Add(command, "@at").Value = call.LastAt.ToMilliseconds();
        Add(command, "@count").Value = call.Count;
        command.CommandText =
            "UPDATE tokens_caller SET use_count = use_count + @count, last_at = @at WHERE token_id = @id AND address = @address AND agent = @agent";
        if (await command.ExecuteNonQueryAsync() == 0)
        {
            Add(command, "@most").Value = TokenCaller.AtMost;
            command.CommandText =
                "INSERT INTO tokens_caller (organization_id, token_id, address, agent, last_at, use_count) "
                + "SELECT organization_id, id, @address, @agent, @at, @count FROM tokens_token "
                + "WHERE id = @id AND (SELECT COUNT(*) FROM tokens_caller WHERE token_id = @id) < @most";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    [LoggerMessage(LogLevel.Warning, "The uses of {Count} tokens could not be written; trying again")]
    private partial void LogFailed(Exception failure, int count);
}
