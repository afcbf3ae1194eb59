using System.Net;
using Microsoft.AspNetCore.Http;

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

/// <summary>Counts and limits the requests of one API token in memory. It stands beside the token's cached grant.</summary>
public sealed class TokenMeter
{
    /// <summary>Kinds of requests told apart by address between two writes; further addresses are counted as one.</summary>
    public const int MostByAddress = 64;

    private readonly Meters _meters;
    private readonly Lock _gate = new();
    private MeterEntry[]? _entries;
    private int _count;
    private int _queued;
    private RateLimiter? _limiter;

    internal TokenMeter(Guid tokenId, Guid organizationId, Meters meters) =>
        (TokenId, OrganizationId, _meters) = (tokenId, organizationId, meters);

    public Guid TokenId { get; }

    /// <summary>The organization that the token belongs to; the instance's for an application's token.</summary>
    public Guid OrganizationId { get; }

    /// <summary>A network that this token is known to be used from, so that the next use from there needs no look-up.</summary>
    public AddressNetwork? KnownNetwork { get; set; }

    /// <summary>Takes a place within the token's limit; null where it has none.</summary>
    public RateLimitState? Spend(int? perMinute, DateTime now) => Limit(perMinute, now, spend: true);

    /// <summary>How the token stands to its limit; null where it has none.</summary>
    public RateLimitState? Peek(int? perMinute, DateTime now) => Limit(perMinute, now, spend: false);

    /// <summary>Counts one request, and queues the meter to be written where it is not queued yet.</summary>
    public void Count(string endpoint, IPAddress? address, UseOutcome outcome, DateTime now)
    {
        Add(new MeterEntry(now.Ticks / TimeSpan.TicksPerHour, endpoint, address, outcome, 1, now.Ticks));
        Queue();
    }

    /// <summary>Takes the counts in order to write them; the next request queues the meter anew.</summary>
    internal IReadOnlyList<MeterEntry> Take()
    {
        Volatile.Write(ref _queued, 0);
        lock (_gate)
        {
            var taken = Copy();
            (_entries, _count) = (null, 0);
            return taken;
        }
    }

    internal IReadOnlyList<MeterEntry> Read()
    {
        lock (_gate)
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

    private RateLimitState? Limit(int? perMinute, DateTime now, bool spend)
    {
        if ((perMinute ?? _meters.DefaultLimit) is not { } limit)
        {
            return null;
        }

        while (true)
        {
            var limiter = _limiter ??= _meters.LimiterOf(TokenId);
            if (spend ? limiter.TrySpend(limit, now, out var state) : limiter.TryPeek(limit, now, out state))
            {
                return state;
            }

            // Swept away meanwhile.
            _limiter = _meters.LimiterOf(TokenId);
        }
    }

    private void Add(MeterEntry entry)
    {
        lock (_gate)
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
