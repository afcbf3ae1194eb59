namespace Platform.Kernel.Outbox;

/// <summary>Rings when there is something to do, so that whoever does it need not wait for the next look.</summary>
public class Signal : IDisposable
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

    public void Dispose()
    {
        _rung.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Rings when a command has put a message into the outbox.</summary>
public sealed class OutboxSignal : Signal;
