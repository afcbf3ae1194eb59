namespace Platform.Kernel.Data;

/// <summary>
/// The turn to write. SQLite takes one writer at a time, and its own busy wait costs 150 ms a turn; so writers queue here,
/// in order and without blocking a thread, before they begin. On the server databases everyone passes at once.
/// </summary>
public sealed class WriteGate(DatabaseProvider provider) : IDisposable
{
    private readonly SemaphoreSlim? _turn = provider.SingleWriter ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        if (_turn is not null)
        {
            await _turn.WaitAsync(cancellationToken);
        }

        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    /// <summary>Held while writing; disposing lets the next one in.</summary>
    public readonly struct Turn(SemaphoreSlim? turn) : IDisposable
    {
        public void Dispose() => turn?.Release();
    }
}
