using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Outbox;

/// <summary>Has the outbox delivered as soon as something is put into it, and looks again by itself: for what failed before, and for what other nodes have left.</summary>
internal sealed partial class OutboxDispatcher(OutboxDelivering outbox, OutboxSignal signal, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await outbox.DrainAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "The outbox could not be read; trying again")]
    private partial void LogFailed(Exception failure);
}

/// <summary>Delivers what the dispatcher has left, if anything: for the operator to see that the outbox moves.</summary>
internal sealed record DrainOutbox : IRequest<Result<int>>;

internal sealed class DrainOutboxHandler(OutboxDelivering outbox) : IRequestHandler<DrainOutbox, Result<int>>
{
    public async Task<Result<int>> Handle(DrainOutbox request, CancellationToken cancellationToken) => await outbox.DrainAsync(cancellationToken);
}
