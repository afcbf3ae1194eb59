using Platform.Kernel.Coherence;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Coherence;

/// <summary>
/// The promise, with one load and one change in every order in which their steps can fall: a request that starts after the
/// drop was applied never sees the row as it was before the change.
/// </summary>
public class GrantCacheInterleavingTests
{
    private enum Step
    {
        LoadBegins,
        LoadReads,
        LoadEnds,
        RowChanges,
        DropApplied,
    }

    /// <summary>All ten orders, each with a request put in after each of its steps.</summary>
    public static TheoryData<string, int> Orders
    {
        get
        {
            var orders = new TheoryData<string, int>();
            foreach (var order in Merge([Step.LoadBegins, Step.LoadReads, Step.LoadEnds], [Step.RowChanges, Step.DropApplied]))
            {
                for (var asked = 0; asked < 5; asked++)
                {
                    orders.Add(string.Join(' ', order), asked);
                }
            }

            return orders;
        }
    }

    [Fact]
    public void There_are_ten_orders() => Orders.Count.ShouldBe(50);

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_request_after_the_drop_sees_the_change(string order, int asked)
    {
        var subject = Guid.CreateVersion7();
        var cache = new GrantCache(new GrantCacheOptions(), new CacheEpoch());
        var (row, floor, joined) = (1L, 1L, 0L);
        Grant Read() => Grants.Make(row, subjectId: subject);
        var load = new HandLoad(Read);
        Task<Result<Grant>>? answer = null;
        var steps = order.Split(' ').Select(Enum.Parse<Step>).ToList();
        for (var at = 0; at < steps.Count; at++)
        {
            switch (steps[at])
            {
                case Step.LoadBegins:
                    answer = cache.GetOrLoadAsync(Grants.Key(1), load.RunAsync);
                    await load.Begun;
                    break;
                case Step.LoadReads:
                    await load.ReadAsync();
                    break;
                case Step.LoadEnds:
                    load.End();
                    (await answer!).Value.Version().ShouldBeGreaterThanOrEqualTo(joined, "what those get who joined");
                    answer = null;
                    break;
                case Step.RowChanges:
                    row = 2;
                    break;
                case Step.DropApplied:
                    cache.Apply([new Drop(DropKind.Subject, subject)]);
                    floor = 2;
                    break;
            }

            if (at == asked && await AskAsync(cache, Read, floor, running: answer))
            {
                joined = floor;
            }
        }

        await AskAsync(cache, Read, floor, running: null);
    }

    [Fact]
    public async Task A_load_with_a_drop_during_it_answers_but_is_not_kept()
    {
        foreach (var order in Merge([Step.LoadBegins, Step.LoadReads, Step.LoadEnds], [Step.DropApplied]))
        {
            var cache = new GrantCache(new GrantCacheOptions(), new CacheEpoch());
            var load = new HandLoad(() => Grants.Make(1));
            var answer = cache.GetOrLoadAsync(Grants.Key(2), Grants.Loading(Grants.Make()));
            foreach (var step in order)
            {
                switch (step)
                {
                    case Step.LoadBegins:
                        answer = cache.GetOrLoadAsync(Grants.Key(1), load.RunAsync);
                        await load.Begun;
                        break;
                    case Step.LoadReads:
                        await load.ReadAsync();
                        break;
                    case Step.LoadEnds:
                        load.End();
                        (await answer).Value.Version().ShouldBe(1);
                        break;
                    default:
                        // It may be anything: a fill does not know yet on what its answer rests.
                        cache.Apply([new Drop(DropKind.Credential, Guid.CreateVersion7())]);
                        break;
                }
            }

            var during = order[0] != Step.DropApplied && order[^1] != Step.DropApplied;
            cache.TryGet(Grants.Key(1), out _).ShouldBe(!during, string.Join(' ', order));
        }
    }

    /// <summary>A request as the middleware makes it: what is held, else a load. True where it has joined the running one.</summary>
    private static async Task<bool> AskAsync(GrantCache cache, Func<Grant> read, long floor, Task? running)
    {
        if (cache.TryGet(Grants.Key(1), out var held))
        {
            held.Version().ShouldBeGreaterThanOrEqualTo(floor, "what is held");
            return false;
        }

        var own = cache.GetOrLoadAsync(Grants.Key(1), Grants.Loading(read()));
        if (ReferenceEquals(own, running))
        {
            return true;
        }

        (await own.WaitAsync(Grants.Patience)).Value.Version().ShouldBeGreaterThanOrEqualTo(floor, "what was loaded");
        return false;
    }

    /// <summary>Every order that keeps the order within each of the two.</summary>
    private static IEnumerable<List<Step>> Merge(IReadOnlyList<Step> a, IReadOnlyList<Step> b) =>
        a.Count == 0 ? [[.. b]]
        : b.Count == 0 ? [[.. a]]
        : Merge([.. a.Skip(1)], b).Select(rest => rest.Prepend(a[0]).ToList())
            .Concat(Merge(a, [.. b.Skip(1)]).Select(rest => rest.Prepend(b[0]).ToList()));
}
