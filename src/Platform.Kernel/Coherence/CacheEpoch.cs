namespace Platform.Kernel.Coherence;

/// <summary>
/// The number of times that something was dropped from this node's memory. A load notes it before it reads; what it has read
/// is worth keeping, and worth sharing, only as long as it is still the same.
/// </summary>
public class CacheEpoch
{
    private long _now;

    public long Now => Interlocked.Read(ref _now);

    /// <summary>True where a request that begins now may share a load that began in this epoch.</summary>
    public virtual bool MayJoin(long began) => began == Now;

    /// <summary>True where a load that began in this epoch may be kept. Asked under the lock that drops take.</summary>
    public virtual bool MayKeep(long began) => began == Now;

    /// <summary>No load begun before is shared or kept from here on.</summary>
    public virtual void Raise() => Interlocked.Increment(ref _now);
}
