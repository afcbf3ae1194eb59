using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

/// <summary>How long a time a count is of.</summary>
internal enum UsageGrain
{
    Hour,
    Day,
}

/// <summary>Which requests of that time are counted together.</summary>
internal enum UsageKind
{
    /// <summary>All of them.</summary>
    Total,

    /// <summary>Those to one endpoint.</summary>
    Endpoint,

    /// <summary>Those from one address.</summary>
    Address,
}

/// <summary>
/// Requests of an hour or a day (UTC) by outcome: of one token, or of all of an organization's together. Totals are counted by
/// hour and by day from the start; endpoints and addresses by hour, and rolled into days later.
/// </summary>
internal sealed class UsageCount : IOrganizationScoped, INoGrantEffect
{
    /// <summary>The name under which the addresses beyond the first <see cref="MostAddresses"/> are counted, and those not told.</summary>
    public const string Other = "other";

    /// <summary>Addresses kept by name for one token, or one organization, in one hour or day.</summary>
    public const int MostAddresses = 100;

    private UsageCount()
    {
    }

    public UsageCount(UsageKey key, UsageTally tally) =>
        (SubjectId, Grain, Kind, At, Name, Ok, Invalid, Denied, RateLimited, Error, LastSeenAt) =
        (key.SubjectId, key.Grain, key.Kind, key.At, key.Name, tally.Ok, tally.Invalid, tally.Denied, tally.RateLimited, tally.Error, tally.LastSeenAt);

    public Guid OrganizationId { get; private init; }

    /// <summary>The token, or the organization itself for the sum of its tokens.</summary>
    public Guid SubjectId { get; private init; }

    public UsageGrain Grain { get; private init; }

    public UsageKind Kind { get; private init; }

    /// <summary>When the hour or day begins.</summary>
    public DateTime At { get; private init; }

    /// <summary>The endpoint or the address; empty for the total.</summary>
    public string Name { get; private init; } = "";

    public long Ok { get; private init; }

    public long Invalid { get; private init; }

    public long Denied { get; private init; }

    public long RateLimited { get; private init; }

    public long Error { get; private init; }

    public DateTime LastSeenAt { get; private init; }

    public UsageKey Key => new(OrganizationId, SubjectId, Grain, Kind, At, Name);

    public UsageTally Tally => new(Ok, Invalid, Denied, RateLimited, Error, LastSeenAt);
}

/// <summary>What a count is of.</summary>
internal readonly record struct UsageKey(Guid OrganizationId, Guid SubjectId, UsageGrain Grain, UsageKind Kind, DateTime At, string Name);

/// <summary>Requests by outcome, and when the last one was.</summary>
internal readonly record struct UsageTally(long Ok, long Invalid, long Denied, long RateLimited, long Error, DateTime LastSeenAt)
{
    public long Total => Ok + Invalid + Denied + RateLimited + Error;

    public static UsageTally operator +(UsageTally a, UsageTally b) => new(
        a.Ok + b.Ok, a.Invalid + b.Invalid, a.Denied + b.Denied, a.RateLimited + b.RateLimited, a.Error + b.Error, a.LastSeenAt > b.LastSeenAt ? a.LastSeenAt : b.LastSeenAt);
}
