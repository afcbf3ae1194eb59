using System.Net;
using Microsoft.AspNetCore.Http;

// Locked as they are: a lock object for each of a million meters would be a tenth of the memory. Nobody else locks them.
#pragma warning disable CA2002, MA0064

namespace Platform.Kernel.Metering;

/// <summary>How a request with an API token ended.</summary>
/// <remarks>A byte, for <see cref="MeterEntry"/>'s sake.</remarks>
public enum UseOutcome : byte
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

/// <summary>Requests of one hour that are alike, counted. Kept small: there may be one for each of a million tokens.</summary>
/// <param name="Endpoint">What was called, as in <c>GET /api/v1/tokens/{id}</c>.</param>
/// <param name="Address">From where; null for the rest of too many addresses, and where it was not told.</param>
/// <param name="LastTicks">The time of the last one, UTC.</param>
public readonly record struct MeterEntry(string Endpoint, IPAddress? Address, UseOutcome Outcome, int Count, long LastTicks)
{
    public DateTime HourAt => new(Hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);

    public DateTime LastAt => new(LastTicks, DateTimeKind.Utc);

    private long Hour => LastTicks / TimeSpan.TicksPerHour;

    /// <summary>True where the other one's requests may be counted with these.</summary>
    internal bool IsLike(in MeterEntry other) =>
        Hour == other.Hour && Outcome == other.Outcome && Endpoint == other.Endpoint && Equals(Address, other.Address) && Count <= int.MaxValue - other.Count;

    internal MeterEntry And(in MeterEntry other) => this with { Count = Count + other.Count, LastTicks = Math.Max(LastTicks, other.LastTicks) };
}

/// <summary>One caller of a replaced token: how often and when last.</summary>
/// <param name="Agent">The <c>User-Agent</c>; empty where none was sent.</param>
public sealed record TokenCall(IPAddress? Address, string Agent, long Count, DateTime LastAt);

/// <summary>The uses of a token that were let in.</summary>
/// <param name="Address">Where the last one came from.</param>
/// <param name="Agent">Its <c>User-Agent</c>, at most 200 characters.</param>
/// <param name="Callers">Of a replaced token, who still uses it; else nobody.</param>
public sealed record TokenUses(long Count, DateTime LastAt, IPAddress? Address, string? Agent, IReadOnlyList<TokenCall> Callers);

/// <summary>
/// Counts and limits the requests of one API token in memory. It stands beside the token's cached grant, of which there may be a
/// million: it is kept small, and what has been written is let go.
/// </summary>
public sealed class TokenMeter
{
    /// <summary>Kinds of requests told apart by address between two writes; further addresses are counted as one.</summary>
    public const int MostByAddress = Counted.MostByAddress;

    private readonly Meters _meters;
    private RateLimiter _limiter;
    private Counted? _counted;
    private long _knownNetwork;
    private uint _pace;
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
        (perMinute ?? _meters.DefaultLimit) is { } limit ? _limiter.Spend(limit, now, ShareToSpend(limit, now)) : null;

    /// <summary>How the token stands to its limit; null where it has none.</summary>
    public RateLimitState? Peek(int? perMinute, DateTime now) =>
        (perMinute ?? _meters.DefaultLimit) is { } limit ? _limiter.Peek(limit, now, _meters.Shared?.Find(TokenId)?.Share ?? 1) : null;

    /// <summary>Counts one use that was let in.</summary>
    /// <param name="isReplaced">Of a replaced token it is to be seen who still uses it.</param>
    public void Use(DateTime now, IPAddress? address, string? agent, bool isReplaced)
    {
        lock (this)
        {
            (_counted ??= new Counted()).Use(now, address, agent, isReplaced);
        }

        Queue();
    }

    /// <summary>Counts one request, and queues the meter to be written where it is not queued yet.</summary>
    public void Count(string endpoint, IPAddress? address, UseOutcome outcome, DateTime now)
    {
        lock (this)
        {
            (_counted ??= new Counted()).Add(new MeterEntry(endpoint, address, outcome, 1, now.Ticks));
        }

        Queue();
    }

    /// <summary>The grant beside it has gone from memory.</summary>
    internal void Keep() => _meters.Keep(this);

    /// <summary>True where nothing would be lost with this meter: its bucket is full.</summary>
    internal bool IsFullAt(DateTime now) => _limiter.IsFullAt(now);

    /// <summary>Takes the counts in order to write them; the next request queues the meter anew.</summary>
    internal TakenUse Take()
    {
        Volatile.Write(ref _queued, 0);
        Counted? taken;
        lock (this)
        {
            (taken, _counted) = (_counted, null);
        }

        return taken is null ? new TakenUse(this, [], null) : new TakenUse(this, taken.Entries, taken.Uses);
    }

    internal TakenUse Read()
    {
        lock (this)
        {
            return _counted is null ? new TakenUse(this, [], null) : new TakenUse(this, _counted.Entries, _counted.Uses);
        }
    }

    /// <summary>Gives back counts that could not be written.</summary>
    internal void Return(TakenUse taken)
    {
        lock (this)
        {
            (_counted ??= new Counted()).Return(taken);
        }

        Queue();
    }

    /// <summary>Counts the request where other nodes may have to know of it.</summary>
    private double ShareToSpend(int limit, DateTime now)
    {
        if (_meters.Shared is not { } limits || (Pace.IsBusy(ref _pace, limit, now) ? limits.Share(TokenId) : limits.Find(TokenId)) is not { } shared)
        {
            return 1;
        }

        shared.Ask(limit);
        return shared.Share;
    }

    private void Queue()
    {
        if (Volatile.Read(ref _queued) == 0 && Interlocked.Exchange(ref _queued, 1) == 0)
        {
            _meters.Add(this);
        }
    }
}
