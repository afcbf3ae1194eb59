using System.Threading.Channels;

namespace Platform.Notifications.Webhooks;

/// <summary>Rings when there is something to deliver, so that the dispatcher need not wait for its next look.</summary>
internal sealed class DeliverySignal
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _rung.Writer.TryWrite(true);

    /// <summary>Until it has rung, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(atMost);
        try
        {
            await _rung.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look without having been rung for.
        }
    }
}
