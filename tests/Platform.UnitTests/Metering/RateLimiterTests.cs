using FsCheck;
using FsCheck.Fluent;
using Platform.Kernel.Metering;

namespace Platform.UnitTests.Metering;

public class RateLimiterTests
{
    private static readonly DateTime Start = new(2031, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>A limit, and the pauses between requests in milliseconds.</summary>
    private static readonly Gen<(int Limit, int[] Pauses)> Requests =
        from limit in Gen.Choose(1, 200)
        from pauses in Gen.Choose(0, 2500).ArrayOf(400)
        from pace in Gen.Choose(1, 50)
        select (limit, pauses.Select(pause => pause / pace).ToArray());

    [Fact]
    public void A_minute_s_requests_can_be_made_at_once_and_no_more()
    {
        var limiter = new RateLimiter();
        for (var left = 99; left >= 0; left--)
        {
            var state = limiter.Spend(100, Start);
            (state.IsOver, state.Remaining, state.Limit).ShouldBe((false, left, 100));
        }

        var over = limiter.Spend(100, Start);
        (over.IsOver, over.Remaining, over.ResetTicks, over.ResetSeconds).ShouldBe((true, 0, TimeSpan.FromMilliseconds(600).Ticks, 1));
        limiter.Spend(100, Start.AddMilliseconds(600).AddTicks(-1)).IsOver.ShouldBeTrue();
        limiter.Spend(100, Start.AddMilliseconds(600)).IsOver.ShouldBeFalse();
        limiter.Spend(100, Start.AddMilliseconds(600)).IsOver.ShouldBeTrue();
    }

    [Fact]
    public void It_says_when_the_whole_quota_is_back_or_the_next_request_can_be_made()
    {
        var limiter = new RateLimiter();
        limiter.Spend(60, Start).ResetTicks.ShouldBe(TimeSpan.TicksPerSecond);
        limiter.Spend(60, Start).ResetTicks.ShouldBe(2 * TimeSpan.TicksPerSecond);
        for (var request = 3; request < 60; request++)
        {
            limiter.Spend(60, Start);
        }

        var last = limiter.Spend(60, Start);
        (last.Remaining, last.ResetSeconds).ShouldBe((0, 1));
        limiter.Peek(60, Start).ShouldBe(last with { });
        limiter.Peek(60, Start.AddMinutes(1)).ShouldBe(new RateLimitState(60, 60, 0, false));
    }

    [Fact]
    public void Never_more_than_the_limit_and_its_burst_in_any_time() => Law.Holds(Requests, run =>
    {
        var limiter = new RateLimiter();
        var (now, allowed) = (Start, new List<DateTime>());
        foreach (var pause in run.Pauses)
        {
            now = now.AddMilliseconds(pause);
            if (!limiter.Spend(run.Limit, now).IsOver)
            {
                allowed.Add(now);
            }
        }

        // From any request to any later one: the bucket's content, and what flowed in meanwhile.
        for (var first = 0; first < allowed.Count; first++)
        {
            for (var last = first; last < allowed.Count; last++)
            {
                var flowed = (allowed[last] - allowed[first]) / RateLimiter.Window * run.Limit;
                if (last - first + 1 > run.Limit + flowed + 1e-6)
                {
                    return false;
                }
            }
        }

        return true;
    }, 50);

    [Fact]
    public void Whoever_waits_as_long_as_told_is_let_through_and_a_tick_less_is_too_little() => Law.Holds(Requests, run =>
    {
        var limiter = new RateLimiter();
        var now = Start;
        foreach (var pause in run.Pauses)
        {
            now = now.AddMilliseconds(pause);
            var state = limiter.Spend(run.Limit, now);
            if (state.IsOver)
            {
                now = now.AddTicks(state.ResetTicks);
                if (!limiter.Peek(run.Limit, now.AddTicks(-1)).Equals(new RateLimitState(run.Limit, 0, 1, false)) || limiter.Spend(run.Limit, now).IsOver)
                {
                    return false;
                }
            }
        }

        return true;
    }, 50);

    [Fact]
    public void Waiting_never_takes_anything_away() => Law.Holds(Requests, run =>
    {
        var limiter = new RateLimiter();
        var now = Start;
        foreach (var pause in run.Pauses)
        {
            limiter.Spend(run.Limit, now);
            var (before, after) = (limiter.Peek(run.Limit, now), limiter.Peek(run.Limit, now.AddMilliseconds(pause)));
            if (after.Remaining < before.Remaining || after.Remaining > run.Limit)
            {
                return false;
            }

            now = now.AddMilliseconds(pause);
        }

        return true;
    }, 50);

    [Fact]
    public async Task Requests_at_the_same_time_never_take_the_same_place()
    {
        const int Limit = 5000;
        var limiter = new RateLimiter();
        var allowed = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var request = 0; request < Limit; request++)
            {
                if (!limiter.Spend(Limit, Start).IsOver)
                {
                    Interlocked.Increment(ref allowed);
                }
            }
        })));
        allowed.ShouldBe(Limit);
    }

    [Fact]
    public void A_clock_that_was_set_back_shuts_nobody_out_for_longer_than_a_minute()
    {
        var limiter = new RateLimiter();
        limiter.Spend(60, Start.AddDays(1));
        limiter.Spend(60, Start).IsOver.ShouldBeTrue();
        limiter.Spend(60, Start.AddSeconds(1)).IsOver.ShouldBeFalse();
        limiter.Peek(60, Start.AddSeconds(61)).Remaining.ShouldBe(60);
    }

    [Fact]
    public void A_new_limit_holds_from_the_next_request_on()
    {
        var limiter = new RateLimiter();
        for (var request = 0; request < 10; request++)
        {
            limiter.Spend(10, Start);
        }

        limiter.Spend(10, Start).IsOver.ShouldBeTrue();
        limiter.Peek(1000, Start.AddSeconds(30)).Remaining.ShouldBe(500);
        limiter.Peek(2, Start.AddSeconds(30)).Remaining.ShouldBe(1);
    }

    [Fact]
    public void The_least_and_the_greatest_limit_work()
    {
        var limiter = new RateLimiter();
        limiter.Spend(1, Start).Remaining.ShouldBe(0);
        limiter.Spend(1, Start.AddSeconds(59)).ResetSeconds.ShouldBe(1);
        limiter.Spend(1, Start.AddSeconds(60)).IsOver.ShouldBeFalse();
        new RateLimiter().Spend(int.MaxValue, Start).Remaining.ShouldBe(int.MaxValue - 1);
    }
}
