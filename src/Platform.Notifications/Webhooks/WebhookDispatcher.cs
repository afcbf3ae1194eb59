using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;

namespace Platform.Notifications.Webhooks;

/// <summary>
/// Has what is due delivered, by as many attempts at a time as there are slots. One turn after the other notes what came of the
/// attempts that have ended, claims what is due, and begins; the attempts themselves run beside it.
/// </summary>
internal sealed partial class WebhookDispatcher(
    IServiceScopeFactory scopes, WebhookClient client, DeliverySignal signal, TimeProvider time, ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Slots _slots = new();
    private readonly ConcurrentQueue<EndedAttempt> _ended = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SettleAsync();
                await BeginAsync(stoppingToken);
                await signal.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                LogFailed(failure);
                await Task.Delay(LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What was cut off is tried again when its claim has ended; what came through in time is noted.
        await SettleAsync();
    }

    private async Task BeginAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await foreach (var claimed in scope.ServiceProvider.GetRequiredService<WebhookClaims>().TakeAsync(_slots, stoppingToken))
        {
            _ = AttemptAsync(claimed, stoppingToken);
        }
    }

    private async Task AttemptAsync(ClaimedDelivery claimed, CancellationToken stoppingToken)
    {
        CallOutcome? outcome = null;
        try
        {
            // Off the dispatcher's turn from the first instruction on.
            await Task.Yield();
            outcome = claimed.Call is { } call ? await client.SendAsync(call, stoppingToken) : null;
        }
        catch (OperationCanceledException)
        {
            // The host stops: nobody knows what came of it.
        }
        catch (Exception failure)
        {
            LogAttemptFailed(failure, claimed.DeliveryId);
            outcome = new CallOutcome(time.UtcNow(), 0, "", null, "The attempt failed in an unforeseen way.", null);
        }

        _ended.Enqueue(new EndedAttempt(claimed, outcome));
        signal.Set();
    }

    /// <summary>Notes what came of attempts, each organization's in a transaction of its own, so that one's failure does not stop the others'.</summary>
    private async Task SettleAsync()
    {
        var ended = new List<EndedAttempt>();
        while (_ended.TryDequeue(out var attempt))
        {
            ended.Add(attempt);
        }

        foreach (var own in ended.GroupBy(attempt => attempt.Claimed.OrganizationId))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(own.Key);
                await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SettleDeliveries([.. own]));
            }
            catch (Exception failure)
            {
                // They are tried again when their claims have ended, so that each is delivered twice rather than never.
                LogNotSettled(failure, own.Count());
            }

            foreach (var attempt in own)
            {
                _slots.Free(attempt.Claimed.OrganizationId, attempt.Claimed.WebhookId);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Webhooks could not be looked after; trying again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "An attempt of webhook delivery {Delivery} failed in an unforeseen way")]
    private partial void LogAttemptFailed(Exception failure, Guid delivery);

    [LoggerMessage(LogLevel.Warning, "What came of {Count} webhook deliveries could not be written; they will be tried again")]
    private partial void LogNotSettled(Exception failure, int count);
}
