using System.Net;
using Platform.Kernel.Metering;

namespace Platform.UnitTests.Metering;

public class TokenUseTests
{
    private static readonly DateTime Now = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly Meters _meters = new(new MeterOptions(), TimeProvider.System);
    private readonly TokenUseQueue _queue = new();

    [Fact]
    public void Uses_are_counted_and_the_token_is_queued_once()
    {
        var use = NewUse();
        use.Record(Now, IPAddress.Loopback);
        use.Record(Now.AddSeconds(1), IPAddress.IPv6Loopback);
        use.Record(Now.AddSeconds(2), null);
        _queue.Take(10).ShouldBe([use]);
        use.LastAt.ShouldBe(Now.AddSeconds(2));
        use.LastAt.Kind.ShouldBe(DateTimeKind.Utc);
        use.LastAddress.ShouldBeNull();
        use.Take().ShouldBe(3);
        use.Take().ShouldBe(0);
    }

    [Fact]
    public void The_next_use_after_a_flush_queues_it_anew()
    {
        var use = NewUse();
        use.Record(Now, null);
        _queue.Take(10).Single().Take().ShouldBe(1);
        _queue.Take(10).ShouldBeEmpty();
        use.Record(Now, null);
        _queue.Take(10).Single().Take().ShouldBe(1);
    }

    [Fact]
    public void What_could_not_be_written_is_counted_again()
    {
        var use = NewUse();
        use.Record(Now, null);
        use.Record(Now, null);
        var count = _queue.Take(10).Single().Take();
        use.Record(Now, null);
        use.Return(count);
        _queue.Take(10).ShouldBe([use]);
        use.Take().ShouldBe(3);

        // Nobody has used it meanwhile: giving back queues it too.
        use.Return(3);
        _queue.Take(10).Single().Take().ShouldBe(3);
    }

    [Fact]
    public void The_oldest_go_first_and_no_more_than_asked_for()
    {
        var uses = Enumerable.Range(0, 5).Select(_ => NewUse()).ToList();
        uses.ForEach(use => use.Record(Now, null));
        _queue.Take(2).ShouldBe(uses[..2]);
        _queue.Take(2).ShouldBe(uses[2..4]);
        _queue.Take(2).ShouldBe(uses[4..]);
    }

    [Fact]
    public async Task No_use_is_lost_or_counted_twice_while_it_is_flushed()
    {
        const int Threads = 4;
        const int Each = 20_000;
        var uses = Enumerable.Range(0, 3).Select(_ => NewUse()).ToArray();
        var (written, failures) = (0L, 0);
        var recording = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var at = 0; at < Each; at++)
            {
                uses[(at + thread) % uses.Length].Record(Now, null);
            }
        })));

        void Flush()
        {
            foreach (var use in _queue.Take(2))
            {
                var count = use.Take();
                if (++failures % 3 == 0)
                {
                    use.Return(count);
                }
                else
                {
                    written += count;
                }
            }
        }

        while (!recording.IsCompleted)
        {
            Flush();
        }

        await recording;
        for (var round = 0; round < 20; round++)
        {
            Flush();
        }

        written.ShouldBe(Threads * Each);
    }

    [Fact]
    public void A_meter_counts_on_in_a_new_one_once_its_uses_were_taken()
    {
        var meter = _meters.For(Guid.CreateVersion7(), Guid.Empty);
        meter.Use(Now, IPAddress.Loopback, "agent", countsCallers: true);
        meter.Use(Now, IPAddress.Loopback, "agent", countsCallers: true);
        var first = _meters.Uses.Take(10).ShouldHaveSingleItem();
        (first.TokenId, first.Take(), first.TakeCallers().Single().Count).ShouldBe((meter.TokenId, 2, 2));
        _meters.Uses.Take(10).ShouldBeEmpty();

        meter.Use(Now.AddSeconds(1), null, null, countsCallers: false);
        var second = _meters.Uses.Take(10).ShouldHaveSingleItem();
        second.ShouldNotBeSameAs(first);
        (second.Take(), second.TakeCallers().Count).ShouldBe((1, 0));
    }

    private TokenUse NewUse() => new(_meters.For(Guid.CreateVersion7(), Guid.Empty), _queue);
}
