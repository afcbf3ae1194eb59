using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Outbox;

/// <summary>Rings when a command has committed, so that the dispatcher need not wait for its next look.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Set()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been rung already.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _rung.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _rung.Dispose();
}

/// <summary>Delivers outbox messages, oldest first, each in a unit of work of its own that enters the message's organization.</summary>
internal sealed partial class OutboxDispatcher(
    IServiceScopeFactory scopes, OutboxSignal signal, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int BatchSize = 50;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DispatchAsync(stoppingToken) == BatchSize)
                {
                }

                await signal.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(failure);
                await Task.Delay(LookAgain, stoppingToken);
            }
        }
    }

    private async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        List<OutboxMessage> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var now = time.UtcNow();
            due = await scope.ServiceProvider.GetRequiredService<PlatformDbContext>().Set<OutboxMessage>().AsNoTracking()
                .Where(message => message.DueAt != null && message.DueAt <= now)
                .OrderBy(message => message.DueAt).ThenBy(message => message.Id)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
        }

        foreach (var message in due)
        {
            await DeliverAsync(message, cancellationToken);
        }

        return due.Count;
    }

    private async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        string? failed = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(message.OrganizationId);
            await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(
                new OutboxDelivery(message.Id, message.Name, message.OrganizationId, message.Payload, message.OccurredAt),
                cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogDeliveryFailed(failure, message.Name, message.Id);
            failed = failure.Message;
        }

        await using var settle = scopes.CreateAsyncScope();
        await settle.ServiceProvider.GetRequiredService<IMediator>().Send(new SettleOutboxMessage(message.Id, failed), cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The outbox could not be read; trying again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Warning, "Delivering {Name} ({Id}) failed; it will be tried again")]
    private partial void LogDeliveryFailed(Exception failure, string name, Guid id);
}

/// <summary>Notes the outcome of one delivery.</summary>
internal sealed record SettleOutboxMessage(Guid Id, string? Failure) : ICommand<Result>;

internal sealed class SettleOutboxMessageHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<SettleOutboxMessage, Result>
{
    public async Task<Result> Handle(SettleOutboxMessage request, CancellationToken cancellationToken)
    {
        var message = await db.Set<OutboxMessage>().SingleAsync(row => row.Id == request.Id, cancellationToken);
        if (request.Failure is null)
        {
            message.Delivered();
        }
        else
        {
            message.Failed(request.Failure, time.UtcNow());
        }

        return Result.Done;
    }
}
