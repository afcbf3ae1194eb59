namespace Platform.Kernel.Coherence;

/// <summary>
/// The loads of a node without a lease: each request reads the database for itself, and what it finds is neither shared nor
/// kept. So few at once that the database stays well, and none is waited for long: a connection that hangs says nothing.
/// </summary>
public sealed class DirectLoads(NodeLease lease)
{
    /// <summary>Requests that may read at once.</summary>
    public const int Most = 32;

    /// <summary>As many try where the feed gets no answer: one of them may still, and the others need not hang too.</summary>
    private const int MostTries = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private int _running;

    /// <exception cref="UnavailableException">Too many read already, or the database does not answer.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> load)
    {
        if (Interlocked.Increment(ref _running) > (lease.IsReachable ? Most : MostTries))
        {
            Interlocked.Decrement(ref _running);
            throw new UnavailableException();
        }

        var running = RunToItsEndAsync(load);
        try
        {
            return await running.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return running.IsCompleted ? await running : throw new UnavailableException();
        }
    }

    /// <summary>Its place is free when it has ended, not when nobody waits for it any more.</summary>
    private async Task<T> RunToItsEndAsync<T>(Func<Task<T>> load)
    {
        try
        {
            return await load();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
