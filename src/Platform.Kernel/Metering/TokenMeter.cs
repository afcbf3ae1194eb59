using System.Net;
using Microsoft.AspNetCore.Http;

// Locked as they are: a lock object for each of a million meters would be a tenth of the memory. Nobody else locks them.
#pragma warning disable CA2002, MA0064

namespace Platform.Kernel.Metering;

/// <summary>How a request with an API token ended.</summary>
public enum UseOutcome
{
    /// <summary>Done: 2xx or 3xx.</summary>
    Ok,

    /// <summary>The request was at fault: 4xx but for the next two.</summary>
    Invalid,

    /// <summary>The token may not do this: 401 or 403.</summary>
    Denied,

    /// <summary>Over the limit: 429.</summary>
    RateLimited,

    /// <summary>A fault of the host: 5xx.</summary>
    Error,
}

public static class UseOutcomes
{
    /// <summary>What the status of an answer means for the token's usage.</summary>
    public static UseOutcome Of(int status) => status switch
    {
        < 400 => UseOutcome.Ok,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => UseOutcome.Denied,
        StatusCodes.Status429TooManyRequests => UseOutcome.RateLimited,
        < 500 => UseOutcome.Invalid,
        _ => UseOutcome.Error,
    };
}

/// <summary>Requests that are alike, counted.</summary>
/// <param name="Hour">Hours since the year 1, UTC.</param>
/// <param name="Endpoint">What was called, as in <c>GET /api/v1/tokens/{id}</c>.</param>
/// <param name="Address">From where; null for the rest of too many addresses, and where it was not told.</param>
/// <param name="LastTicks">The time of the last one.</param>
public readonly record struct MeterEntry(long Hour, string Endpoint, IPAddress? Address, UseOutcome Outcome, long Count, long LastTicks)
{
    public DateTime HourAt => new(Hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);

    public DateTime LastAt => new(LastTicks, DateTimeKind.Utc);
}

/// <summary>
/// Counts and limits the requests of one API token in memory. It stands beside the token's cached grant, of which there may be a
/// million: it is kept small, and what has been written is let go.
/// </summary>
public sealed class TokenMeter
{
    /// <summary>Kinds of requests told apart by address between two writes; further addresses are counted as one.</summary>
    public const int MostByAddress = 64;

    private readonly Meters _meters;
    private RateLimiter _limiter;
    private MeterEntry[]? _entries;
    private TokenUse? _use;
    private long _knownNetwork;
    private int _count;
    private int _queued;

    internal TokenMeter(Guid tokenId, Guid organizationId, Meters meters) =>
        (TokenId, OrganizationId, _meters) = (tokenId, organizationId, meters);

    public Guid TokenId { get; }

    /// <summary>The organization that the token belongs to; the instance's for an application's token.</summary>
    public Guid OrganizationId { get; }

    /// <summary>Notes a network that this token is known to be used from, so that the next use from there needs no look-up.</summary>
    public void Know(AddressNetwork network) => Volatile.Write(ref _knownNetwork, network.Code);

    /// <summary>True where it is known to be used from there; false may just mean that it was used from elsewhere since.</summary>
    public bool Knows(AddressNetwork network) => Volatile.Read(ref _knownNetwork) == network.Code;

    /// <summary>Takes a place within the token's limit; null where it has none.</summary>
    public RateLimitState? Spend(int? perMinute, DateTime now) =>
        (perMinute ?? _meters.DefaultLimit) is { } limit ? _limiter.Spend(limit, now) : null;

    /// <summary>How the token stands to its limit; null where it has none.</summary>
    public RateLimitState? Peek(int? perMinute, DateTime now) =>
        (perMinute ?? _meters.DefaultLimit) is { } limit ? _limiter.Peek(limit, now) : null;

    /// <summary>Counts one use that was let in.</summary>
    /// <param name="countsCallers">True for a replaced token.</param>
    public void Use(DateTime now, IPAddress? address, string? agent, bool countsCallers)
    {
        var use = Volatile.Read(ref _use);
        if (use is null)
        {
            var fresh = new TokenUse(this, _meters.Uses, countsCallers);
            use = Interlocked.CompareExchange(ref _use, fresh, null) ?? fresh;
        }

        use.Record(now, address, agent);
    }

    /// <summary>Counts one request, and queues the meter to be written where it is not queued yet.</summary>
    public void Count(string endpoint, IPAddress? address, UseOutcome outcome, DateTime now)
    {
        Add(new MeterEntry(now.Ticks / TimeSpan.TicksPerHour, endpoint, address, outcome, 1, now.Ticks));
        Queue();
    }

    /// <summary>The grant beside it has gone from memory.</summary>
    internal void Keep() => _meters.Keep(this);

    /// <summary>True where nothing would be lost with this meter: its bucket is full.</summary>
    internal bool IsFullAt(DateTime now) => _limiter.IsFullAt(now);

    /// <summary>Lets go of uses that were taken in order to be written.</summary>
    internal void Forget(TokenUse use) => Interlocked.CompareExchange(ref _use, null, use);

    /// <summary>Takes the counts in order to write them; the next request queues the meter anew.</summary>
    internal IReadOnlyList<MeterEntry> Take()
    {
        Volatile.Write(ref _queued, 0);
        lock (this)
        {
            var taken = Copy();
            (_entries, _count) = (null, 0);
            return taken;
        }
    }

    internal IReadOnlyList<MeterEntry> Read()
    {
        lock (this)
        {
            return [.. Copy()];
        }
    }

    /// <summary>Gives back counts that could not be written.</summary>
    internal void Return(IReadOnlyList<MeterEntry> entries)
    {
        foreach (var entry in entries)
        {
            Add(entry);
        }

        Queue();
    }

    private ArraySegment<MeterEntry> Copy() => _entries is null ? ArraySegment<MeterEntry>.Empty : new ArraySegment<MeterEntry>(_entries, 0, _count);

    private void Add(MeterEntry entry)
    {
        lock (this)
        {
            var at = Find(entry);
            if (at < 0 && _count >= MostByAddress)
            {
                entry = entry with { Address = null };
                at = Find(entry);
            }

            if (at >= 0)
            {
                ref var found = ref _entries![at];
                found = found with { Count = found.Count + entry.Count, LastTicks = Math.Max(found.LastTicks, entry.LastTicks) };
                return;
            }

            // Most tokens make one kind of request from one place.
            _entries ??= new MeterEntry[1];
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            _entries[_count++] = entry;
        }
    }

    private int Find(in MeterEntry wanted)
    {
        for (var at = 0; at < _count; at++)
        {
            ref var entry = ref _entries![at];
            if (entry.Hour == wanted.Hour && entry.Outcome == wanted.Outcome && entry.Endpoint == wanted.Endpoint && Equals(entry.Address, wanted.Address))
            {
                return at;
            }
        }

        return -1;
    }

    private void Queue()
    {
        if (Volatile.Read(ref _queued) == 0 && Interlocked.Exchange(ref _queued, 1) == 0)
        {
            _meters.Add(this);
        }
    }
}
