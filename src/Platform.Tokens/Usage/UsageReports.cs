using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>Requests by how they ended.</summary>
/// <param name="Ok">Done: 2xx or 3xx.</param>
/// <param name="Invalid">The request was at fault: 4xx but for those that follow.</param>
/// <param name="Denied">The token may not do that: 401 or 403.</param>
/// <param name="RateLimited">Over the token's limit: 429.</param>
/// <param name="Error">A fault of the host: 5xx.</param>
internal sealed record UsageOutcomes(long Ok, long Invalid, long Denied, long RateLimited, long Error);

/// <summary>One hour or day.</summary>
/// <param name="At">When it begins, UTC.</param>
internal sealed record UsagePoint(DateTime At, long Total, UsageOutcomes Outcomes);

/// <param name="Endpoint">
/// Method and route, as in <c>GET /api/v1/people/{id}</c>; <c>verification</c> where another service asked about the token.
/// </param>
internal sealed record UsageOfEndpoint(string Endpoint, long Requests, UsageOutcomes Outcomes);

/// <param name="Address">
/// An IP address; <c>other</c> for all beyond the first 100 of an hour, and for verifications that named no address.
/// </param>
internal sealed record UsageOfAddress(string Address, long Requests, DateTime LastSeenAt, UsageOutcomes Outcomes);

/// <summary>The requests made with one token, or with all tokens of an organization, right to the second.</summary>
/// <param name="From">The beginning of the first hour or day, UTC.</param>
/// <param name="To">The end of the last one.</param>
/// <param name="By"><c>hour</c> or <c>day</c>.</param>
/// <param name="Series">Every hour or day of the range, those without requests too, the oldest first.</param>
/// <param name="Endpoints">The busiest first.</param>
/// <param name="Addresses">The busiest first, 100 at most.</param>
internal sealed record UsageAnswer(
    DateTime From,
    DateTime To,
    [property: AllowedValues("hour", "day")] string By,
    long Total,
    UsageOutcomes Outcomes,
    IReadOnlyList<UsagePoint> Series,
    IReadOnlyList<UsageOfEndpoint> Endpoints,
    IReadOnlyList<UsageOfAddress> Addresses);

/// <summary>Reads counts, those still in memory included.</summary>
internal sealed class UsageReports(PlatformDbContext db, Meters meters, TimeProvider time)
{
    /// <summary>Days of which the list of tokens shows the counts.</summary>
    public const int RecentDays = 14;

    /// <param name="subject">The token, or the organization for all of its tokens.</param>
    public async Task<UsageAnswer> OfAsync(Guid subject, UsageRange range, CancellationToken cancellationToken)
    {
        var (written, pending) = await meters.ReadAsync(
            meter => meter.TokenId == subject || meter.OrganizationId == subject,
            async () => new
            {
                Totals = await TotalsAsync(subject, range, cancellationToken),
                Endpoints = await DetailsAsync(UsageKind.Endpoint, subject, range, cancellationToken),
                Addresses = await DetailsAsync(UsageKind.Address, subject, range, cancellationToken),
            });
        var (totals, endpoints, addresses) = (written.Totals, written.Endpoints, written.Addresses);
        foreach (var (key, tally) in UsageRows.Of(pending).Where(row => row.Key.SubjectId == subject && row.Key.At >= range.From && row.Key.At < range.To))
        {
            switch (key.Kind)
            {
                case UsageKind.Total when key.Grain == range.By:
                    totals[key.At] = totals.GetValueOrDefault(key.At) + tally;
                    break;
                case UsageKind.Endpoint:
                    endpoints[key.Name] = endpoints.GetValueOrDefault(key.Name) + tally;
                    break;
                case UsageKind.Address:
                    addresses[key.Name] = addresses.GetValueOrDefault(key.Name) + tally;
                    break;
            }
        }

        return Answer(range, totals, endpoints, addresses);
    }

    /// <summary>The requests of each of the last 14 days (UTC) of some tokens, the oldest first.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<long>>> RecentAsync(IReadOnlyList<Guid> tokens, CancellationToken cancellationToken)
    {
        var first = time.UtcNow().Date.AddDays(1 - RecentDays);
        var wanted = tokens.ToHashSet();
        var (written, pending) = await meters.ReadAsync(
            meter => wanted.Contains(meter.TokenId),
            () => db.UsageCounts.AsNoTracking()
                .Where(count => tokens.Contains(count.SubjectId) && count.Grain == UsageGrain.Day && count.Kind == UsageKind.Total && count.At >= first)
                .Select(count => new { count.SubjectId, count.At, Total = count.Ok + count.Invalid + count.Denied + count.RateLimited + count.Error })
                .ToListAsync(cancellationToken));
        var days = tokens.ToDictionary(id => id, _ => new long[RecentDays]);
        void Add(Guid token, DateTime at, long total)
        {
            if (days.TryGetValue(token, out var counts) && (at - first).Days is >= 0 and < RecentDays and var day)
            {
                counts[day] += total;
            }
        }

        foreach (var row in written)
        {
            Add(row.SubjectId, row.At, row.Total);
        }

        foreach (var (key, tally) in UsageRows.Of(pending).Where(row => row.Key is { Grain: UsageGrain.Day, Kind: UsageKind.Total }))
        {
            Add(key.SubjectId, key.At, tally.Total);
        }

        return days.ToDictionary(day => day.Key, day => (IReadOnlyList<long>)day.Value);
    }

    private static UsageAnswer Answer(
        UsageRange range, Dictionary<DateTime, UsageTally> totals, Dictionary<string, UsageTally> endpoints, Dictionary<string, UsageTally> addresses)
    {
        var series = new List<UsagePoint>();
        var sum = default(UsageTally);
        for (var at = range.From; at < range.To; at += range.Step)
        {
            var tally = totals.GetValueOrDefault(at);
            series.Add(new UsagePoint(at, tally.Total, OutcomesOf(tally)));
            sum += tally;
        }

        return new UsageAnswer(
            range.From,
            range.To,
            range.By.ToString().ToLowerInvariant(),
            sum.Total,
            OutcomesOf(sum),
            series,
            [.. Busiest(endpoints).Select(row => new UsageOfEndpoint(row.Key, row.Value.Total, OutcomesOf(row.Value)))],
            [.. Busiest(Shortened(addresses)).Select(row => new UsageOfAddress(row.Key, row.Value.Total, row.Value.LastSeenAt, OutcomesOf(row.Value)))]);
    }

    /// <summary>Many days together may have more addresses than anybody wants to read.</summary>
    private static Dictionary<string, UsageTally> Shortened(Dictionary<string, UsageTally> addresses)
    {
        foreach (var (address, tally) in Busiest(addresses).Where(row => row.Key != UsageCount.Other).Skip(UsageCount.MostAddresses).ToList())
        {
            addresses.Remove(address);
            addresses[UsageCount.Other] = addresses.GetValueOrDefault(UsageCount.Other) + tally;
        }

        return addresses;
    }

    private static IEnumerable<KeyValuePair<string, UsageTally>> Busiest(Dictionary<string, UsageTally> rows) =>
        rows.OrderByDescending(row => row.Value.Total).ThenBy(row => row.Key, StringComparer.Ordinal);

    private static UsageOutcomes OutcomesOf(UsageTally tally) => new(tally.Ok, tally.Invalid, tally.Denied, tally.RateLimited, tally.Error);

    private async Task<Dictionary<DateTime, UsageTally>> TotalsAsync(Guid subject, UsageRange range, CancellationToken cancellationToken) =>
        (await Rows(subject, [range.By], UsageKind.Total, range).ToListAsync(cancellationToken)).ToDictionary(row => row.At, row => row.Tally);

    /// <summary>
    /// A day's are in its hours until they are rolled, and in the day from then on: one statement, so that none is read twice.
    /// </summary>
    private async Task<Dictionary<string, UsageTally>> DetailsAsync(UsageKind kind, Guid subject, UsageRange range, CancellationToken cancellationToken)
    {
        UsageGrain[] grains = range.By == UsageGrain.Hour ? [UsageGrain.Hour] : [UsageGrain.Hour, UsageGrain.Day];
        var rows = await Rows(subject, grains, kind, range)
            .GroupBy(row => row.Name)
            .Select(group => new
            {
                Name = group.Key,
                Ok = group.Sum(row => row.Ok),
                Invalid = group.Sum(row => row.Invalid),
                Denied = group.Sum(row => row.Denied),
                RateLimited = group.Sum(row => row.RateLimited),
                Error = group.Sum(row => row.Error),
                LastSeenAt = group.Max(row => row.LastSeenAt),
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Name,
            row => new UsageTally(row.Ok, row.Invalid, row.Denied, row.RateLimited, row.Error, DateTime.SpecifyKind(row.LastSeenAt, DateTimeKind.Utc)));
    }

    private IQueryable<UsageCount> Rows(Guid subject, UsageGrain[] grains, UsageKind kind, UsageRange range) => db.UsageCounts.AsNoTracking()
        .Where(row => row.SubjectId == subject && grains.Contains(row.Grain) && row.Kind == kind && row.At >= range.From && row.At < range.To);
}
