namespace Platform.Kernel.Coherence;

/// <summary>
/// Whether this node may answer from memory just now. Whatever is cached and could say yes asks here first; on a database
/// that one host owns the answer is always yes and costs nothing.
/// </summary>
/// <param name="protocol">Null where the database has one node.</param>
/// <param name="clock">The machine's clocks.</param>
public sealed class NodeLease(NodeProtocol? protocol, NodeClock clock)
{
    /// <summary>A database that has not answered for this long is taken for unreachable by whoever has no lease.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(400);

    private CancellationTokenSource _lost = new();
    private long _askedAt = long.MaxValue;

    /// <summary>This node among the others; null where it is the only one.</summary>
    public Guid? NodeId => protocol?.Id;

    public bool IsHeld => protocol is null || protocol.HasLease(clock.Read());

    /// <summary>False where the feed has no answer from the database, or none yet for too long.</summary>
    public bool IsReachable => protocol is null || clock.Monotonic.Ticks - Volatile.Read(ref _askedAt) < Overdue.Ticks;

    /// <summary>
    /// What a load comes to, as long as the database can be reached: whoever waits for one that hangs is told when the lease
    /// is lost.
    /// </summary>
    public Task<T> WhileReachable<T>(Task<T> load) => protocol is null || load.IsCompleted ? load : WaitAsync(load, Volatile.Read(ref _lost).Token);

    /// <summary>The feed asks the database.</summary>
    internal void Asking() => Volatile.Write(ref _askedAt, clock.Monotonic.Ticks);

    /// <summary>The database has answered.</summary>
    internal void Answered() => Volatile.Write(ref _askedAt, long.MaxValue);

    /// <summary>It can't be asked: as if it had not answered for ever.</summary>
    internal void Failed() => Volatile.Write(ref _askedAt, 0);

    /// <summary>Tells whoever waits for the database where there is neither a lease nor an answer.</summary>
    /// <returns>True where somebody may have waited.</returns>
    internal bool GiveUp()
    {
        if (IsHeld || IsReachable)
        {
            return false;
        }

        Interlocked.Exchange(ref _lost, new CancellationTokenSource()).Cancel();
        return true;
    }

    private static async Task<T> WaitAsync<T>(Task<T> load, CancellationToken lost)
    {
        try
        {
            return await load.WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            throw new UnavailableException();
        }
    }
}

/// <summary>The work can't be done just now, and the caller may try again. The message is fit for the answer.</summary>
public sealed class UnavailableException(string message = UnavailableException.NoDatabase) : Exception(message)
{
    public const string NoDatabase = "The database can't be reached just now. Try again soon.";
}
