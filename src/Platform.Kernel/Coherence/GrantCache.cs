using System.Collections.Concurrent;
using Platform.Kernel.Authorization;
using Platform.Kernel.Results;

namespace Platform.Kernel.Coherence;

/// <summary>
/// The grants that this node answers from. A fill notes the epoch, reads, and stores only if no drop came meanwhile; a
/// request joins only a load that began in the current epoch. Failures are never cached.
/// </summary>
public sealed class GrantCache(GrantCacheOptions options, CacheEpoch epochs)
{
    private readonly GrantTable _grants = new(options.MaxEntries, options.MaxMegabytes * 1024L * 1024);
    private readonly ConcurrentDictionary<SecretHash, Load> _loads = new();
    private readonly OrganizationFacts _facts = new();
    private readonly Lock _gate = new();
    private long _loadsBegun;

    /// <summary>What this node remembers of the permission catalogue, under the same drops.</summary>
    public KnownScopes KnownScopes { get; } = new();

    /// <summary>Grants held now.</summary>
    public int Count => _grants.Count;

    /// <summary>About what they take in memory, in bytes.</summary>
    public long Bytes => _grants.Bytes;

    /// <summary>Loads that went past the cache so far.</summary>
    public long Loads => Interlocked.Read(ref _loadsBegun);

    public bool TryGet(in SecretHash key, out Grant grant) => _grants.TryGet(key, out grant);

    /// <summary>
    /// Loads the grant once for all who ask at the same time, and keeps it if it is still true when it arrives.
    /// </summary>
    /// <param name="key">The secret's hash.</param>
    /// <param name="load">Asks the modules. It is given no request's cancellation: others may be waiting for the same load.</param>
    public Task<Result<Grant>> GetOrLoadAsync(SecretHash key, Func<Task<Result<Grant>>> load)
    {
        var epoch = epochs.Now;
        if (_loads.TryGetValue(key, out var running) && epochs.MayJoin(running.Epoch))
        {
            return running.Task;
        }

        var mine = new Load(epoch, key, load, this);
        if (running is null ? !_loads.TryAdd(key, mine) : !_loads.TryUpdate(key, mine, running))
        {
            // Somebody else was quicker; whether that load is of this epoch is asked again.
            return GetOrLoadAsync(key, load);
        }

        return mine.Task;
    }

    /// <summary>
    /// Something about an organization that many of its grants rest on, asked once for all of them. A change of it drops the
    /// whole organization. Null is not kept.
    /// </summary>
    public async Task<T?> RecallAsync<T>(NodeLease lease, Guid organization, Func<Task<T?>> load)
        where T : class
    {
        // Asked before anything is taken, as for a grant.
        var isHeld = lease.IsHeld;
        var epoch = epochs.Now;
        if (isHeld && _facts.TryGet<T>(organization, out var known))
        {
            return known;
        }

        var loaded = await load();
        if (isHeld && loaded is not null)
        {
            lock (_gate)
            {
                if (epochs.MayKeep(epoch))
                {
                    _facts.Keep(organization, loaded);
                }
            }
        }

        return loaded;
    }

    /// <summary>
    /// Forgets what rests on a change. The epoch is raised first, under the lock that fills take, so that no load begun
    /// before can store its answer.
    /// </summary>
    public void Apply(IReadOnlyCollection<Drop> drops)
    {
        if (drops.Any(drop => drop.Kind is DropKind.Catalogue or DropKind.All))
        {
            KnownScopes.Forget();
        }

        lock (_gate)
        {
            epochs.Raise();
            foreach (var drop in drops)
            {
                _facts.Forget(drop);
            }

            if (drops.Any(drop => drop.Kind == DropKind.All))
            {
                _grants.Clear();
                return;
            }

            foreach (var drop in drops)
            {
                _grants.Remove(drop);
            }
        }
    }

    /// <summary>Lets go of the loads in flight: nobody joins them, and nothing of them is kept.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            epochs.Raise();
        }
    }

    private async Task<Result<Grant>> RunAsync(Load mine, Func<Task<Result<Grant>>> load)
    {
        try
        {
            Interlocked.Increment(ref _loadsBegun);
            var loaded = await load();
            if (loaded.Error is null)
            {
                Store(mine.Key, loaded.Value, mine.Epoch);
            }

            return loaded;
        }
        finally
        {
            _loads.TryRemove(new KeyValuePair<SecretHash, Load>(mine.Key, mine));
        }
    }

    private void Store(SecretHash key, Grant grant, long epoch)
    {
        lock (_gate)
        {
            if (!epochs.MayKeep(epoch))
            {
                return;
            }

            _grants.Set(key, grant);
        }
    }

    /// <summary>One load in flight, with the epoch in which it began; it starts when somebody first asks for its task.</summary>
    private sealed class Load(long epoch, SecretHash key, Func<Task<Result<Grant>>> load, GrantCache cache)
    {
        private Lazy<Task<Result<Grant>>>? _task;

        public long Epoch { get; } = epoch;

        public SecretHash Key { get; } = key;

        public Task<Result<Grant>> Task => LazyInitializer
            .EnsureInitialized(ref _task, () => new(() => System.Threading.Tasks.Task.Run(() => cache.RunAsync(this, load))))
            .Value;
    }
}

/// <summary>How much the cache of grants may hold; the ones not used lately make room.</summary>
/// <param name="MaxEntries"><c>Cache:MaxEntries</c>: grants at most.</param>
/// <param name="MaxMegabytes"><c>Cache:MaxMegabytes</c>: about as much memory at most, in MiB.</param>
public sealed record GrantCacheOptions(int MaxEntries = 2_000_000, int MaxMegabytes = 512);
