using System.Collections.Concurrent;
using Platform.Kernel.Data;

namespace Platform.Kernel.Metering;

/// <summary>Settings of metering.</summary>
/// <param name="DefaultRateLimitPerMinute">
/// <c>Tokens:DefaultRateLimitPerMinute</c>: requests a minute of a token for which neither it nor its organization sets a limit;
/// 0 for no limit.
/// </param>
public sealed record MeterOptions(int DefaultRateLimitPerMinute = 6_000_000);

/// <summary>
/// The meters of the API tokens in use. A meter outlives the grant beside which it stands for as long as its bucket is not full:
/// a revalidation must not refill the bucket.
/// </summary>
/// <param name="options">Settings.</param>
/// <param name="time">The clock.</param>
/// <param name="shared">The limits that other nodes share; null where there is one node.</param>
public sealed class Meters(MeterOptions options, TimeProvider time, SharedLimits? shared = null)
{
    private readonly ConcurrentDictionary<Guid, TokenMeter> _kept = new();
    private readonly ConcurrentQueue<TokenMeter> _waiting = new();
    private readonly Lock _gate = new();
    private List<TakenUse> _writing = [];
    private long _version;

    /// <summary>The limit of a token that has none; null for none.</summary>
    public int? DefaultLimit { get; } = options.DefaultRateLimitPerMinute > 0 ? options.DefaultRateLimitPerMinute : null;

    internal SharedLimits? Shared { get; } = shared;

    /// <summary>True where everything counted so far is in the database.</summary>
    public bool IsWritten
    {
        get
        {
            lock (_gate)
            {
                return _writing.Count == 0 && _waiting.IsEmpty;
            }
        }
    }

    /// <summary>Meters kept without regard to whether there is a grant beside them.</summary>
    public int KeptCount => _kept.Count;

    /// <summary>The meter for a token's freshly loaded grant: the one that other grants of it have, as far as it matters.</summary>
    public TokenMeter For(Guid tokenId, Guid organizationId) =>
        _kept.GetOrAdd(tokenId, static (id, of) => new TokenMeter(id, of.organizationId, of.meters), (organizationId, meters: this));

    /// <summary>A grant has gone from memory; its token's next one is to find the bucket as it is now.</summary>
    internal void Keep(TokenMeter meter)
    {
        if (!meter.IsFullAt(time.UtcNow()))
        {
            _kept.TryAdd(meter.TokenId, meter);
        }
    }

    /// <summary>Forgets the meters whose bucket is full: a fresh one is as good. A grant that is still there goes on with its own.</summary>
    public void Sweep(DateTime now)
    {
        foreach (var (id, meter) in _kept)
        {
            if (meter.IsFullAt(now))
            {
                _kept.TryRemove(new KeyValuePair<Guid, TokenMeter>(id, meter));
            }
        }
    }

    /// <summary>Takes what some meters have counted in order to write it, the longest waiting first.</summary>
    public IReadOnlyList<TakenUse> Take(int atMost)
    {
        lock (_gate)
        {
            var taken = new List<TakenUse>();
            while (taken.Count < atMost && _waiting.TryDequeue(out var meter))
            {
                taken.Add(meter.Take());
            }

            return _writing = taken;
        }
    }

    /// <summary>Writing what was taken is about to become visible in the database.</summary>
    public void Committing() => Interlocked.Increment(ref _version);

    /// <summary>It is there now; memory forgets it.</summary>
    public void Committed()
    {
        lock (_gate)
        {
            _writing = [];
        }

        Interlocked.Increment(ref _version);
    }

    /// <summary>It could not be written: it is counted on.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            foreach (var use in _writing)
            {
                use.Meter.Return(use);
            }

            _writing = [];
        }

        if (Interlocked.Read(ref _version) % 2 != 0)
        {
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>
    /// Reads the database together with what is not in it yet: each use is in just one of the two, whatever is being written
    /// meanwhile.
    /// </summary>
    /// <param name="which">The meters of interest.</param>
    /// <param name="read">Reads the database; it may be asked again.</param>
    public async Task<(T Written, IReadOnlyList<TakenUse> Pending)> ReadAsync<T>(Func<TokenMeter, bool> which, Func<Task<T>> read)
    {
        const int Attempts = 20;
        const int InARow = 3;
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > InARow)
            {
                // A commit takes a while on a slow disk.
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }

            var before = Interlocked.Read(ref _version);
            var pending = Pending(which);
            var written = await read();
            if (attempt == Attempts || (before % 2 == 0 && Interlocked.Read(ref _version) == before))
            {
                return (written, pending);
            }
        }
    }

    internal void Add(TokenMeter meter) => _waiting.Enqueue(meter);

    /// <summary>The uses of some tokens that are not in the database yet. What is being written just now may be in both, or in neither.</summary>
    public IReadOnlyDictionary<Guid, TokenUses> PendingOf(IReadOnlySet<Guid> tokens)
    {
        var pending = new Dictionary<Guid, TokenUses>();
        foreach (var uses in Pending(meter => tokens.Contains(meter.TokenId)).Where(taken => taken.Uses is not null))
        {
            var (before, own) = (pending.GetValueOrDefault(uses.Meter.TokenId), uses.Uses!);
            pending[uses.Meter.TokenId] = before is null ? own : own with { Count = own.Count + before.Count };
        }

        return pending;
    }

    private List<TakenUse> Pending(Func<TokenMeter, bool> which)
    {
        lock (_gate)
        {
            var pending = _writing.FindAll(use => which(use.Meter));
            foreach (var meter in _waiting)
            {
                if (which(meter))
                {
                    pending.Add(meter.Read());
                }
            }

            return pending;
        }
    }
}

/// <summary>What one meter had counted when it was asked.</summary>
/// <param name="Entries">All requests.</param>
/// <param name="Uses">Those that were let in; null for none.</param>
public sealed record TakenUse(TokenMeter Meter, IReadOnlyList<MeterEntry> Entries, TokenUses? Uses);
