using Platform.Kernel.Metering;

namespace Platform.UnitTests.Metering;

/// <summary>Three nodes share the limit of one token: what all of them let through together, minute by minute.</summary>
public class SharedLimitsTests(ITestOutputHelper output)
{
    private static readonly DateTime Start = new(2031, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>Requests a minute at each node, as they change every 20 seconds, and whether they come evenly.</summary>
    public static TheoryData<string, int, int[][], bool> Demands => new()
    {
        { "even", 600, [[1200, 1200, 1200]], true },
        { "even, at random", 600, [[1200, 1200, 1200]], false },
        { "even, at random, few", 60, [[60, 60, 60]], false },
        { "uneven", 600, [[2400, 480, 60]], true },
        { "uneven, at random", 600, [[2400, 480, 60]], false },
        { "one node alone", 600, [[1800, 0, 0]], true },
        { "from node to node", 600, [[1800, 60, 60], [60, 1800, 60], [60, 60, 1800]], true },
        { "from node to node, at random", 600, [[1800, 60, 60], [60, 1800, 60], [60, 60, 1800]], false },
        { "just under it in all", 600, [[190, 190, 190]], true },
        { "just over it in all, at random", 600, [[240, 240, 240]], false },
    };

    [Theory]
    [MemberData(nameof(Demands))]
    public void TogetherTheyGiveOutTheLimit(string name, int limit, int[][] demands, bool evenly)
    {
        var minutes = Run(limit, demands, evenly, minutes: 10);
        output.WriteLine($"{name}: {string.Join(", ", minutes)} of {limit} a minute");
        var asked = demands.Average(demand => demand.Sum());

        // The buckets are full at first, and empty after that.
        var steady = minutes.Skip(2).ToList();
        steady.Average().ShouldBeLessThanOrEqualTo(limit * 1.1);
        steady.Average().ShouldBeGreaterThanOrEqualTo(Math.Min(asked, limit) * 0.9);
    }

    [Fact]
    public void WithoutSharingThreeNodesGiveOutThreeTimesAsMuch() =>
        Run(600, [[1200, 1200, 1200]], evenly: true, minutes: 3, shared: false)[2].ShouldBeInRange(1790, 1810);

    [Fact]
    public void AShareOfLessThanOneRequestAMinuteIsOneInSeveral()
    {
        var limiter = new RateLimiter();
        limiter.Spend(1, Start, 0.25).IsOver.ShouldBeFalse();
        limiter.Spend(1, Start.AddMinutes(3.9), 0.25).IsOver.ShouldBeTrue();
        limiter.Spend(1, Start.AddMinutes(4), 0.25).IsOver.ShouldBeFalse();
    }

    [Fact]
    public void ATokenThatIsFarFromItsLimitIsNobodysBusiness()
    {
        var limits = new SharedLimits();
        var meter = new Meters(new MeterOptions(), TimeProvider.System, limits).For(Guid.CreateVersion7(), Guid.CreateVersion7());
        for (var second = 0; second < 600; second++)
        {
            meter.Spend(2000, Start.AddSeconds(second));
        }

        limits.Find(meter.TokenId).ShouldBeNull("60 a minute are less than a thirtieth");
        meter.Spend(1800, Start.AddSeconds(599));
        limits.Find(meter.TokenId).ShouldNotBeNull();
    }

    [Fact]
    public void WhoIsNotAskedForAMinuteGivesOutAllOfItAgain()
    {
        var (limits, token, other) = (new SharedLimits(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var limit = limits.Share(token);
        for (var turn = 1; turn <= 10; turn++)
        {
            limit.Ask(60);
            Turn(turn);
        }

        limit.Share.ShouldBe(0.5, tolerance: 0.01);
        for (var turn = 11; turn <= 69; turn++)
        {
            Turn(turn);
        }

        limits.Find(token).ShouldBe(limit);
        Turn(70);
        limits.Find(token).ShouldBeNull();

        void Turn(int turn)
        {
            limits.Note(other, TimeSpan.FromSeconds(1), Start);
            limits.Balance([token], [new LimitDemand { TokenId = token, NodeId = other, Asked = turn, Milliseconds = turn * 1000 }]);
        }
    }

    [Fact]
    public void ANodeThatTellsNothingNewIsNotCountedOn()
    {
        var (limits, token) = (new SharedLimits(), Guid.CreateVersion7());
        var limit = limits.Share(token);
        var row = new LimitDemand { TokenId = token, NodeId = Guid.CreateVersion7(), Asked = 1000, Milliseconds = 10_000 };
        var shares = new List<double>();
        for (var turn = 0; turn < 6; turn++)
        {
            for (var request = 0; request < 100; request++)
            {
                limit.Ask(600);
            }

            limits.Note(Guid.CreateVersion7(), TimeSpan.FromSeconds(1), Start);
            limits.Balance([token], [row]);
            shares.Add(limit.Share);
        }

        shares[1..3].ShouldAllBe(share => share > 0.49 && share < 0.51);
        shares[^1].ShouldBe(1);
    }

    private static List<int> Run(int limit, int[][] demands, bool evenly, int minutes, bool shared = true)
    {
        var (token, random, passed) = (Guid.CreateVersion7(), new Chance(), new List<int>());
        var nodes = demands[0].Select(_ => (Id: Guid.CreateVersion7(), Limits: new SharedLimits())).ToList();
        var meters = nodes.ConvertAll(node => new Meters(new MeterOptions(), TimeProvider.System, shared ? node.Limits : null).For(token, token));
        var table = new Dictionary<Guid, LimitDemand>();
        for (var second = 0; second < minutes * 60; second++)
        {
            if (second % 60 == 0)
            {
                passed.Add(0);
            }

            for (var at = 0; at < nodes.Count; at++)
            {
                foreach (var moment in Moments(demands[second / 20 % demands.Length][at], second, evenly, random))
                {
                    passed[^1] += meters[at].Spend(limit, Start.AddSeconds(moment))!.Value.IsOver ? 0 : 1;
                }

                foreach (var row in nodes[at].Limits.Note(nodes[at].Id, TimeSpan.FromSeconds(1), Start))
                {
                    var before = table.GetValueOrDefault(row.NodeId) ?? new LimitDemand();
                    table[row.NodeId] = new LimitDemand { TokenId = token, NodeId = row.NodeId, Asked = before.Asked + row.Asked, Milliseconds = before.Milliseconds + row.Milliseconds };
                }

                nodes[at].Limits.Balance([token], table.Values.Where(row => row.NodeId != nodes[at].Id));
            }
        }

        return passed;
    }

    /// <summary>When requests come in one second of so many a minute.</summary>
    private static IEnumerable<double> Moments(int perMinute, int second, bool evenly, Chance random)
    {
        if (perMinute == 0)
        {
            yield break;
        }

        var pause = 60.0 / perMinute;
        if (evenly)
        {
            for (var at = Math.Ceiling(second / pause); at * pause < second + 1; at++)
            {
                yield return at * pause;
            }
        }
        else
        {
            for (var at = second + (pause * random.Next()); at < second + 1; at += pause * random.Next())
            {
                yield return at;
            }
        }
    }

    /// <summary>Pauses as of requests that know nothing of each other, 1 on the average, and in every run the same.</summary>
    private sealed class Chance
    {
        private uint _state = 7;

        public double Next()
        {
            _state = (_state * 1664525) + 1013904223;
            return -Math.Log((_state + 1.0) / (uint.MaxValue + 2.0));
        }
    }
}
