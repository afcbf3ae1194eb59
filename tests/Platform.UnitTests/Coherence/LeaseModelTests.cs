using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Platform.UnitTests.Coherence;

/// <summary>
/// The promise of <c>docs/decisions/0016-the-lease-protocol.md</c>, over several nodes: a request that starts after a revoking
/// call has answered is refused on every node, in whatever order things happen and whatever goes wrong. What runs is the code
/// of the host but for its input and output. The variable PLATFORM_TEST_LEASE_RUNS says how many orders are tried (2,000 else);
/// 100,000 take some minutes.
/// </summary>
public class LeaseModelTests(ITestOutputHelper output)
{
    private const int ShortForm = 2000;
    private const int MostToCatchAMutant = 50_000;

    private static readonly Arbitrary<int[]> Orders = Arb.From(
        Gen.Choose(0, LeaseModel.StepLimit - 1).ArrayOf().Resize(160), ArbMap.Default.ArbFor<int[]>().Shrinker);

    public static TheoryData<BrokenRule> BrokenRules => [.. Enum.GetValues<BrokenRule>().Where(rule => rule != BrokenRule.None)];

    [Fact]
    public void No_order_of_events_lets_a_revoked_token_through()
    {
        var runs = int.Parse(Environment.GetEnvironmentVariable("PLATFORM_TEST_LEASE_RUNS") ?? $"{ShortForm}", CultureInfo.InvariantCulture);
        var all = new ModelCounts();
        Law.Holds(
            Orders,
            numbers =>
            {
                var model = Run(BrokenRule.None, numbers);
                all.Add(model.Counts);
                return !model.IsBroken;
            },
            times: runs);
        output.WriteLine($"{runs} orders: {all.Held} requests answered from memory and {all.Loaded} from the database, {all.Answered} calls answered, {all.Fenced} nodes fenced, {all.Joined} nodes replaced.");

        new[] { all.Held, all.Loaded, all.Answered, all.Fenced, all.Joined }.ShouldAllBe(count => count > runs / 20);
    }

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void A_broken_rule_is_noticed(BrokenRule rule)
    {
        var tried = 0;
        var unshrunk = Arb.From(Orders.Generator);
        Should.Throw<Exception>(
            () => Law.Holds(
                unshrunk,
                numbers =>
                {
                    tried++;
                    return !Run(rule, numbers).IsBroken;
                },
                times: MostToCatchAMutant),
            $"{rule} lets nothing through that the model would see");
        output.WriteLine($"Noticed at order {tried}.");
    }

    private static LeaseModel Run(BrokenRule broken, int[] numbers)
    {
        var model = new LeaseModel(broken, stopsClocks: numbers.Length % 2 == 0);
        foreach (var number in numbers)
        {
            model.Step(Math.Abs(number % LeaseModel.StepLimit));
        }

        model.Finish();
        return model;
    }
}
