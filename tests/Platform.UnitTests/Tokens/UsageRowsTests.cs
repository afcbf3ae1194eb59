using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Domain;
using Platform.Tokens.Usage;

namespace Platform.UnitTests.Tokens;

public class UsageRowsTests
{
    private static readonly DateTime Day = new(2031, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Organization = Guid.CreateVersion7();

    /// <summary>Requests of three tokens over four days: token, minute, endpoint, address, outcome.</summary>
    private static readonly Gen<(int Token, int Minute, int Endpoint, int Address, int Outcome)[]> Requests =
        (from token in Gen.Choose(0, 2)
         from minute in Gen.Choose(0, (4 * 24 * 60) - 1)
         from endpoint in Gen.Choose(0, 3)
         from address in Gen.Choose(0, 4)
         from outcome in Gen.Choose(0, 4)
         select (token, minute, endpoint, address, outcome)).ArrayOf(200);

    [Fact]
    public void Every_request_is_in_each_kind_of_count_once_for_its_token_and_once_for_the_organization() => Law.Holds(Requests, requests =>
    {
        var rows = UsageRows.Of(Count(requests));
        long Sum(Func<UsageKey, bool> which) => rows.Where(row => which(row.Key)).Sum(row => row.Value.Total);
        foreach (var grain in (UsageGrain[])[UsageGrain.Hour, UsageGrain.Day])
        {
            foreach (var kind in Enum.GetValues<UsageKind>().Where(kind => grain == UsageGrain.Hour || kind == UsageKind.Total))
            {
                Sum(key => key.SubjectId == Organization && key.Grain == grain && key.Kind == kind).ShouldBe(requests.Length);
                Sum(key => key.SubjectId != Organization && key.Grain == grain && key.Kind == kind).ShouldBe(requests.Length);
            }
        }

        return rows.Keys.All(key => key.At.Kind == DateTimeKind.Utc && key.OrganizationId == Organization);
    }, 50);

    [Fact]
    public void Rolling_keeps_every_sum_by_day_and_name() => Law.Holds(Requests, requests =>
    {
        var hours = UsageRows.Of(Count(requests)).Where(row => row.Key.Grain == UsageGrain.Hour).Select(row => new UsageCount(row.Key, row.Value)).ToList();
        var days = UsageRows.Roll(hours);
        days.Keys.ShouldAllBe(key => key.Grain == UsageGrain.Day && key.At == key.At.Date && key.Kind != UsageKind.Total);
        foreach (var group in hours.Where(hour => hour.Kind != UsageKind.Total).GroupBy(hour => (hour.SubjectId, hour.Kind, hour.Name, hour.At.Date)))
        {
            var day = days.Single(row => (row.Key.SubjectId, row.Key.Kind, row.Key.Name, row.Key.At) == group.Key).Value;
            day.ShouldBe(group.Select(hour => hour.Tally).Aggregate((a, b) => a + b));
        }

        return days.Values.Sum(tally => tally.Total) == 4L * requests.Length;
    }, 50);

    [Fact]
    public void Rolling_in_parts_comes_to_the_same() => Law.Holds(Requests, requests =>
    {
        var hours = UsageRows.Of(Count(requests)).Where(row => row.Key.Grain == UsageGrain.Hour).Select(row => new UsageCount(row.Key, row.Value)).ToList();
        var whole = UsageRows.Roll(hours);
        var parts = new Dictionary<UsageKey, UsageTally>();
        foreach (var (key, tally) in hours.Chunk(7).SelectMany(UsageRows.Roll))
        {
            UsageRows.Add(parts, key, tally);
        }

        parts.Count.ShouldBe(whole.Count);
        return whole.All(row => parts[row.Key] == row.Value);
    }, 50);

    [Fact]
    public void An_application_s_token_is_in_no_organization_s_sum()
    {
        var meters = new Meters(new MeterOptions(), TimeProvider.System);
        meters.For(Guid.CreateVersion7(), OrganizationScope.Instance).Count("GET /things", IPAddress.Loopback, UseOutcome.Ok, Day);
        UsageRows.Of(meters.Take(1)).Keys.ShouldAllBe(key => key.SubjectId != OrganizationScope.Instance);
    }

    private static IReadOnlyList<TakenUse> Count((int Token, int Minute, int Endpoint, int Address, int Outcome)[] requests)
    {
        var meters = new Meters(new MeterOptions(), TimeProvider.System);
        var tokens = Enumerable.Range(0, 3).Select(_ => meters.For(Guid.CreateVersion7(), Organization)).ToList();
        foreach (var request in requests)
        {
            tokens[request.Token].Count(
                $"GET /{request.Endpoint}",
                request.Address == 0 ? null : new IPAddress((uint)request.Address),
                (UseOutcome)request.Outcome,
                Day.AddMinutes(request.Minute));
        }

        return meters.Take(10);
    }
}
