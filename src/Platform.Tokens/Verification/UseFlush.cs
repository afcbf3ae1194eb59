using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

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
            try
            {
                await WriteAsync(batch, counts);
            }
            catch (Exception failure)
            {
                LogFailed(failure, batch.Count);
                for (var at = 0; at < batch.Count; at++)
                {
                    batch[at].Return(counts[at]);
                }

                return;
            }
        }
    }

    private async Task WriteAsync(List<TokenUse> batch, List<long> counts)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        await db.Database.OpenConnectionAsync();
        using var turn = await gate.EnterAsync(CancellationToken.None);
        await using var transaction = await db.Database.GetDbConnection().BeginTransactionAsync();
        await using var update = db.Database.GetDbConnection().CreateCommand();
        update.Transaction = transaction;
        update.CommandText =
            "UPDATE tokens_token SET use_count = use_count + @count, last_used_at = @at, last_used_ip = @ip WHERE id = @id";
        var (count, at, ip, id) = (Add(update, "@count"), Add(update, "@at"), Add(update, "@ip"), Add(update, "@id"));
        for (var i = 0; i < batch.Count; i++)
        {
            count.Value = counts[i];
            at.Value = batch[i].LastAt.ToMilliseconds();
            ip.Value = (object?)batch[i].LastAddress?.ToString() ?? DBNull.Value;
            id.Value = batch[i].TokenId;
            await update.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
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
