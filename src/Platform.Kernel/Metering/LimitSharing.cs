using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Kernel.Metering;

/// <summary>
/// Shares the limits of busy tokens with the other nodes, through the database, once a second. Tokens that are far from their
/// limit cost nothing; without the database the shares stay as they are.
/// </summary>
internal sealed partial class LimitSharing(
    SharedLimits limits, NodeProtocol node, NodeClock clock, DatabaseProvider provider, TimeProvider time, IServiceScopeFactory scopes, ILogger<LimitSharing> logger) : BackgroundService
{
    private static readonly CountTable Table = new("kernel_limit_demand", ["token_id", "node_id"], [], ["asked", "milliseconds"], ["seen_at"]);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);
    private TimeSpan _notedAt = clock.Monotonic;
    private TimeSpan _prunedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ShareAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }
        }
    }

    private async Task ShareAsync(CancellationToken cancellationToken)
    {
        var now = clock.Monotonic;
        var rows = limits.Note(node.Id, now - _notedAt, time.UtcNow());
        _notedAt = now;
        if (rows.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        var demands = db.Set<LimitDemand>();
        foreach (var chunk in rows.Chunk(provider.RowsOfAddUp))
        {
            var values = chunk.SelectMany(row => (object[])[row.TokenId, row.NodeId, row.Asked, row.Milliseconds, row.SeenAt]);
            await db.Database.ExecuteSqlRawAsync(provider.AddUp(Table, chunk.Length), values, cancellationToken);
            var tokens = chunk.Select(row => row.TokenId).ToList();
            limits.Balance(tokens, await demands.AsNoTracking().Where(row => tokens.Contains(row.TokenId) && row.NodeId != node.Id).ToListAsync(cancellationToken));
        }

        if (now - _prunedAt > Keep)
        {
            _prunedAt = now;
            var before = time.UtcNow() - Keep;
            await demands.Where(row => row.SeenAt < before).ExecuteDeleteAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The limits of busy tokens could not be shared with the other nodes; trying again")]
    private partial void LogFailed(Exception failure);
}
