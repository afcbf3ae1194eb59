using System.Net;
using Platform.Kernel.Metering;

namespace Platform.UnitTests.Metering;

/// <summary>What a meter counts until it is written: requests by hour, endpoint, address and outcome, and uses of the token.</summary>
public class MeterCountsTests
{
    private const string Endpoint = "GET /things";
    private static readonly DateTime Now = new(2031, 3, 1, 9, 30, 0, DateTimeKind.Utc);
    private readonly Meters _meters = new(new MeterOptions(), new FixedClock(Now));

    [Fact]
    public void Like_requests_are_one_entry()
    {
        var meter = Meter(Guid.CreateVersion7());
        meter.Count(Endpoint, IPAddress.Loopback, UseOutcome.Ok, Now);
        meter.Count(Endpoint, IPAddress.Parse("127.0.0.1"), UseOutcome.Ok, Now.AddSeconds(1));
        meter.Count(Endpoint, IPAddress.Loopback, UseOutcome.Denied, Now);
        meter.Count(Endpoint, IPAddress.Loopback, UseOutcome.Ok, Now.AddHours(1));
        var entries = _meters.Take(10).ShouldHaveSingleItem().Entries;
        entries.Select(entry => (entry.Outcome, entry.HourAt, entry.Count)).ShouldBe(
            [(UseOutcome.Ok, Now.AddMinutes(-30), 2), (UseOutcome.Denied, Now.AddMinutes(-30), 1), (UseOutcome.Ok, Now.AddMinutes(30), 1)]);
        entries[0].LastAt.ShouldBe(Now.AddSeconds(1));
        _meters.Take(10).ShouldBeEmpty();
    }

    [Fact]
    public void Any_number_of_addresses_takes_bounded_room_and_loses_no_request()
    {
        var meter = Meter(Guid.CreateVersion7());
        for (uint address = 0; address < 10_000; address++)
        {
            meter.Count(Endpoint, new IPAddress(address), UseOutcome.Ok, Now);
        }

        var entries = _meters.Take(1).Single().Entries;
        entries.Count.ShouldBe(TokenMeter.MostByAddress + 1);
        entries.Sum(entry => entry.Count).ShouldBe(10_000);
        entries.Single(entry => entry.Address is null).Count.ShouldBe(10_000 - TokenMeter.MostByAddress);
    }

    [Fact]
    public void What_could_not_be_written_is_counted_on()
    {
        var meter = Meter(Guid.CreateVersion7());
        meter.Count(Endpoint, null, UseOutcome.Ok, Now);
        _meters.Take(1);
        meter.Count(Endpoint, null, UseOutcome.Ok, Now);
        _meters.GiveBack();
        _meters.Take(10).SelectMany(use => use.Entries).Sum(entry => entry.Count).ShouldBe(2);
        _meters.Committing();
        _meters.Committed();
        _meters.Take(10).ShouldBeEmpty();
    }

    [Fact]
    public void The_longest_waiting_go_first_and_no_more_than_asked_for()
    {
        var all = Enumerable.Range(0, 5).Select(_ => Meter(Guid.CreateVersion7())).ToList();
        all.ForEach(meter => meter.Count(Endpoint, null, UseOutcome.Ok, Now));
        foreach (var wanted in (TokenMeter[][])[[.. all[..2]], [.. all[2..4]], [.. all[4..]]])
        {
            _meters.Take(2).Select(use => use.Meter).ShouldBe(wanted);
            _meters.Committing();
            _meters.Committed();
        }
    }

    [Fact]
    public async Task A_reader_sees_each_request_once_whatever_is_being_written()
    {
        const int Requests = 20_000;
        var meter = Meter(Guid.CreateVersion7());
        var (written, stop) = (0L, false);
        var counting = Task.Run(() =>
        {
            for (var request = 0; request < Requests; request++)
            {
                meter.Count(Endpoint, null, UseOutcome.Ok, Now);
            }
        }, TestContext.Current.CancellationToken);
        var writing = Task.Run(() =>
        {
            for (var round = 0; !Volatile.Read(ref stop); round++)
            {
                var count = _meters.Take(1).Sum(use => use.Entries.Sum(entry => entry.Count));
                if (round % 3 == 0)
                {
                    _meters.GiveBack();
                    continue;
                }

                _meters.Committing();
                Interlocked.Add(ref written, count);
                _meters.Committed();
            }
        }, TestContext.Current.CancellationToken);
        async Task<long?> ReadAsync()
        {
            var asked = 0;
            var (there, pending) = await _meters.ReadAsync(_ => true, async () =>
            {
                asked++;
                await Task.Yield();
                return Interlocked.Read(ref written);
            });

            // This writer never rests, and at last a reader takes what there is.
            return asked == 20 ? null : there + pending.Sum(use => use.Entries.Sum(entry => entry.Count));
        }

        var least = 0L;
        while (!counting.IsCompleted)
        {
            if (await ReadAsync() is { } seen)
            {
                seen.ShouldBeInRange(least, Requests);
                least = seen;
            }
        }

        await counting;
        Volatile.Write(ref stop, true);
        await writing;
        (await ReadAsync()).ShouldBe(Requests);
    }

    [Fact]
    public void Uses_are_counted_beside_the_requests_and_the_last_one_is_told()
    {
        var meter = Meter(Guid.CreateVersion7());
        meter.Use(Now, IPAddress.Loopback, "first", isReplaced: false);
        meter.Use(Now.AddSeconds(1), IPAddress.IPv6Loopback, new string('a', 300), isReplaced: false);
        meter.Count(Endpoint, IPAddress.IPv6Loopback, UseOutcome.Ok, Now);
        var taken = _meters.Take(10).ShouldHaveSingleItem();
        var uses = taken.Uses.ShouldNotBeNull();
        (uses.Count, uses.LastAt, uses.Address, uses.Agent!.Length, uses.Callers.Count).ShouldBe((2, Now.AddSeconds(1), IPAddress.IPv6Loopback, 200, 0));
        taken.Entries.ShouldHaveSingleItem().Count.ShouldBe(1);
        _meters.Take(10).ShouldBeEmpty();

        // Refused requests are no uses.
        meter.Count(Endpoint, null, UseOutcome.Denied, Now);
        _meters.Take(10).ShouldHaveSingleItem().Uses.ShouldBeNull();
    }

    [Fact]
    public void Who_uses_a_replaced_token_is_told_apart_up_to_a_hundred()
    {
        var meter = Meter(Guid.CreateVersion7());
        for (var caller = 0; caller < 150; caller++)
        {
            meter.Use(Now.AddSeconds(caller), IPAddress.Loopback, $"agent {caller}", isReplaced: true);
            meter.Use(Now, IPAddress.Loopback, "agent 0", isReplaced: true);
        }

        var uses = _meters.Take(1).Single().Uses!;
        (uses.Count, uses.Callers.Count).ShouldBe((300, 100));
        uses.Callers.Single(call => call.Agent == "agent 0").ShouldBe(new TokenCall(IPAddress.Loopback, "agent 0", 151, Now));
    }

    [Fact]
    public void Uses_that_could_not_be_written_count_on_and_the_younger_ones_stay_the_last()
    {
        var meter = Meter(Guid.CreateVersion7());
        meter.Use(Now, IPAddress.Loopback, "old", isReplaced: true);
        _meters.Take(1);
        meter.Use(Now.AddSeconds(1), null, "young", isReplaced: true);
        _meters.GiveBack();
        var uses = _meters.Take(1).Single().Uses!;
        (uses.Count, uses.LastAt, uses.Agent).ShouldBe((2, Now.AddSeconds(1), "young"));
        uses.Callers.Count.ShouldBe(2);

        // Nobody has used it meanwhile: giving back queues it too.
        _meters.GiveBack();
        _meters.Take(1).Single().Uses!.LastAt.ShouldBe(Now.AddSeconds(1));
    }

    [Fact]
    public void Uses_are_found_before_they_are_written_and_while_they_are()
    {
        var (meter, other) = (Meter(Guid.CreateVersion7()), Meter(Guid.CreateVersion7()));
        meter.Use(Now, null, null, isReplaced: false);
        other.Use(Now, null, null, isReplaced: false);
        long Pending() => _meters.PendingOf(new HashSet<Guid> { meter.TokenId }).Values.Sum(uses => uses.Count);
        Pending().ShouldBe(1);
        _meters.Take(10);
        Pending().ShouldBe(1);
        meter.Use(Now, null, null, isReplaced: false);
        Pending().ShouldBe(2);
        _meters.Committing();
        _meters.Committed();
        Pending().ShouldBe(1);
    }

    [Fact]
    public async Task No_use_is_lost_or_counted_twice_while_it_is_written()
    {
        const int Threads = 4;
        const int Each = 20_000;
        var meters = Enumerable.Range(0, 3).Select(_ => Meter(Guid.CreateVersion7())).ToArray();
        var (written, rounds) = (0L, 0);
        var counting = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var at = 0; at < Each; at++)
            {
                meters[(at + thread) % meters.Length].Use(Now, null, null, isReplaced: false);
            }
        })));
        void Write()
        {
            var count = _meters.Take(2).Sum(taken => taken.Uses?.Count ?? 0);
            if (++rounds % 3 == 0)
            {
                _meters.GiveBack();
                return;
            }

            _meters.Committing();
            written += count;
            _meters.Committed();
        }

        while (!counting.IsCompleted)
        {
            Write();
        }

        await counting;
        for (var round = 0; round < 20; round++)
        {
            Write();
        }

        written.ShouldBe(Threads * Each);
    }

    private TokenMeter Meter(Guid token) => _meters.For(token, Guid.CreateVersion7());
}
