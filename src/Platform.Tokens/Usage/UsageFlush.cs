using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>
/// Writes the requests and uses counted in memory each second, the longest waiting first, in batches small enough not to keep
/// other writers waiting. A crash loses what was counted since. Bookkeeping, not a change: no audit entry, no grant is dropped.
/// </summary>
internal sealed partial class UsageFlush(
    Meters meters, IServiceScopeFactory scopes, WriteGate gate, DatabaseProvider provider, TimeProvider time, ILogger<UsageFlush> logger) : BackgroundService
{
    private const int PerBatch = 25;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Of each second: where more tokens are in use than can be written meanwhile, they wait in memory, where reads find them. What
    /// is written takes a processor from the requests: here where the database is in the same process, else on its machine.
    /// </summary>
    private readonly TimeSpan _mostOfInterval = TimeSpan.FromMilliseconds(provider.SingleWriter ? 40 : 150);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FlushAsync(_mostOfInterval);
                meters.Sweep(time.UtcNow());
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is left is written below.
        }

        await FlushAsync(Timeout.InfiniteTimeSpan);
    }

    private async Task FlushAsync(TimeSpan within)
    {
        var began = time.GetTimestamp();
        while ((within < TimeSpan.Zero || time.GetElapsedTime(began) < within) && meters.Take(PerBatch) is { Count: > 0 } batch)
        {
            try
            {
                await WriteAsync(batch);
            }
            catch (Exception failure)
            {
                LogFailed(failure, batch.Count);
                meters.GiveBack();
                return;
            }
        }
    }

    private async Task WriteAsync(IReadOnlyList<TakenUse> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        var writer = scope.ServiceProvider.GetRequiredService<UsageWriter>();
        var networks = await JudgeNetworksAsync(db, batch);
        var rows = await writer.BoundAsync(UsageRows.Of(batch), CancellationToken.None);
        using (await gate.EnterAsync(CancellationToken.None))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.ServiceProvider.GetRequiredService<UseWriter>().WriteAsync(batch, CancellationToken.None);
            await writer.AddAsync(rows, CancellationToken.None);
            await writer.AddAsync(networks.Usual.Select(seen => (seen.Meter.TokenId, seen.Meter.OrganizationId, seen.Network.ToString())), time.UtcNow(), CancellationToken.None);
            meters.Committing();
            await transaction.CommitAsync();
            meters.Committed();
        }

        foreach (var seen in networks.Usual.Concat(networks.Known))
        {
            seen.Meter.Know(seen.Network);
        }

        foreach (var seen in networks.Unusual)
        {
            await TellAsync(seen);
        }
    }

    /// <summary>Which networks the tokens of a batch are used from, as far as the meters do not know them already.</summary>
    private async Task<JudgedNetworks> JudgeNetworksAsync(PlatformDbContext db, IReadOnlyList<TakenUse> batch)
    {
        var seen = batch
            .SelectMany(use => use.Entries.Where(entry => entry.Address is not null).Select(entry => new SeenNetwork(use.Meter, AddressNetwork.Of(entry.Address!), entry.Address!.Plain().ToString())))
            .Where(at => !at.Meter.Knows(at.Network))
            .DistinctBy(at => (at.Meter.TokenId, at.Network))
            .ToList();
        if (seen.Count == 0)
        {
            return new JudgedNetworks([], [], []);
        }

        var tokens = seen.Select(at => at.Meter.TokenId).Distinct().ToList();
        var held = (await db.KnownNetworksOfEveryOrganization.AsNoTracking().Where(network => tokens.Contains(network.TokenId)).ToListAsync()).ToLookup(network => network.TokenId);
        var before = time.UtcNow() - KnownNetwork.History;
        var judged = seen.ToLookup(at =>
        {
            var networks = held[at.Meter.TokenId];
            return networks.Any(network => network.Network == at.Network.ToString()) || networks.Count() >= KnownNetwork.MostOfOneToken ? Verdict.Known
                : networks.Any(network => network.FirstSeenAt <= before) ? Verdict.Unusual
                : Verdict.Usual;
        });
        return new JudgedNetworks([.. judged[Verdict.Known]], [.. judged[Verdict.Usual]], [.. judged[Verdict.Unusual]]);
    }

    /// <summary>In a transaction of its own, so that the network is noted just when it is told of. It is tried again at the next use.</summary>
    private async Task TellAsync(SeenNetwork seen)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(seen.Meter.OrganizationId);
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new NoticeNewNetwork(seen.Meter.TokenId, seen.Network.ToString(), seen.Address));
            seen.Meter.Know(seen.Network);
        }
        catch (Exception failure)
        {
            LogNotTold(failure, seen.Meter.TokenId);
        }
    }

    private enum Verdict
    {
        Known,
        Usual,
        Unusual,
    }

    private sealed record SeenNetwork(TokenMeter Meter, AddressNetwork Network, string Address);

    private sealed record JudgedNetworks(List<SeenNetwork> Known, List<SeenNetwork> Usual, List<SeenNetwork> Unusual);

    [LoggerMessage(LogLevel.Warning, "The requests of {Count} tokens could not be written; trying again")]
    private partial void LogFailed(Exception failure, int count);

    [LoggerMessage(LogLevel.Warning, "That token {Token} is used from a new network could not be told; trying again at its next use")]
    private partial void LogNotTold(Exception failure, Guid token);
}
