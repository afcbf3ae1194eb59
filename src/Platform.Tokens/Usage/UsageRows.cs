using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>Counts by key: what requests come to, and what hours come to as days. Pure sums, nothing is lost or counted twice.</summary>
internal static class UsageRows
{
    /// <summary>What the requests counted in memory add to the tables: for each token and for its organization.</summary>
    public static Dictionary<UsageKey, UsageTally> Of(IEnumerable<TakenUse> uses)
    {
        var rows = new Dictionary<UsageKey, UsageTally>();
        foreach (var (meter, entries, _) in uses)
        {
            foreach (var entry in entries)
            {
                Add(rows, meter.OrganizationId, meter.TokenId, entry);
                if (meter.OrganizationId != OrganizationScope.Instance)
                {
                    Add(rows, meter.OrganizationId, meter.OrganizationId, entry);
                }
            }
        }

        return rows;
    }

    /// <summary>What counts of hours come to as days. The totals of days are kept from the start, so those of hours add nothing.</summary>
    public static Dictionary<UsageKey, UsageTally> Roll(IEnumerable<UsageCount> hours)
    {
        var days = new Dictionary<UsageKey, UsageTally>();
        foreach (var hour in hours.Where(hour => hour.Kind != UsageKind.Total))
        {
            Add(days, hour.Key with { Grain = UsageGrain.Day, At = hour.At.Date }, hour.Tally);
        }

        return days;
    }

    public static void Add(Dictionary<UsageKey, UsageTally> rows, UsageKey key, UsageTally tally) =>
        rows[key] = rows.TryGetValue(key, out var before) ? before + tally : tally;

    private static void Add(Dictionary<UsageKey, UsageTally> rows, Guid organization, Guid subject, MeterEntry entry)
    {
        var tally = TallyOf(entry);
        var hour = new UsageKey(organization, subject, UsageGrain.Hour, UsageKind.Total, entry.HourAt, "");
        Add(rows, hour, tally);
        Add(rows, hour with { Grain = UsageGrain.Day, At = entry.HourAt.Date }, tally);
        Add(rows, hour with { Kind = UsageKind.Endpoint, Name = entry.Endpoint }, tally);
        Add(rows, hour with { Kind = UsageKind.Address, Name = entry.Address?.Plain().ToString() ?? UsageCount.Other }, tally);
    }

    private static UsageTally TallyOf(MeterEntry entry)
    {
        var none = new UsageTally(0, 0, 0, 0, 0, entry.LastAt.ToMilliseconds());
        return entry.Outcome switch
        {
            UseOutcome.Ok => none with { Ok = entry.Count },
            UseOutcome.Invalid => none with { Invalid = entry.Count },
            UseOutcome.Denied => none with { Denied = entry.Count },
            UseOutcome.RateLimited => none with { RateLimited = entry.Count },
            _ => none with { Error = entry.Count },
        };
    }
}
