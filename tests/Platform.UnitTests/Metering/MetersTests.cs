using Platform.Kernel.Coherence;
using Platform.Kernel.Metering;
using Platform.UnitTests.Coherence;

namespace Platform.UnitTests.Metering;

public class MetersTests
{
    private static readonly DateTime Now = new(2031, 3, 1, 9, 30, 0, DateTimeKind.Utc);
    private readonly Meters _meters = new(new MeterOptions(), new FixedClock(Now));

    [Fact]
    public void The_bucket_outlives_the_grant()
    {
        var token = Guid.CreateVersion7();
        Spend(token, 2).Remaining.ShouldBe(1);
        Spend(token, 2).Remaining.ShouldBe(0);
        Spend(token, 2).IsOver.ShouldBeTrue();
        Spend(Guid.CreateVersion7(), 2).Remaining.ShouldBe(1);
    }

    [Fact]
    public void A_meter_is_forgotten_once_its_bucket_is_full_and_no_sooner()
    {
        var meter = Meter(Guid.CreateVersion7());
        meter.Spend(60, Now);
        _meters.Sweep(Now.AddMilliseconds(999));
        _meters.KeptCount.ShouldBe(1);
        _meters.Sweep(Now.AddSeconds(1));
        _meters.KeptCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_grant_that_goes_from_memory_leaves_its_bucket_to_the_token_s_next_one()
    {
        // Forgotten while the grant was there, since the bucket was full; by the time the grant goes it is not any more.
        var (token, cache) = (Guid.CreateVersion7(), new GrantCache(new GrantCacheOptions(MaxEntries: 1), new CacheEpoch()));
        var meter = _meters.For(token, Guid.Empty);
        await cache.Put(1, Grants.Make(credentialId: token, meter: meter));
        _meters.Sweep(Now);
        meter.Spend(2, Now);
        _meters.KeptCount.ShouldBe(0);
        cache.Apply([new Drop(DropKind.Credential, token)]);
        _meters.For(token, Guid.Empty).Spend(2, Now)!.Value.Remaining.ShouldBe(0);

        // The same where it goes to make room, and where all go.
        await cache.Put(1, Grants.Make(credentialId: token, meter: _meters.For(token, Guid.Empty)));
        await cache.Put(2, Grants.Make());
        _meters.For(token, Guid.Empty).Spend(2, Now)!.Value.IsOver.ShouldBeTrue();
        var other = _meters.For(Guid.CreateVersion7(), Guid.Empty);
        await cache.Put(3, Grants.Make(meter: other));
        _meters.Sweep(Now);
        other.Spend(1, Now);
        cache.Apply([new Drop(DropKind.All, default)]);
        _meters.For(other.TokenId, Guid.Empty).Spend(1, Now)!.Value.IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Sweeping_gives_no_place_twice()
    {
        // Bucket of one, full again all the time: whatever is swept in between, each moment has one place.
        var meters = Enumerable.Range(0, 4).Select(_ => Meter(Guid.Empty)).ToArray();
        for (var moment = 0; moment < 300; moment++)
        {
            var now = Now.AddMinutes(moment);
            var allowed = 0;
            void Spend(TokenMeter meter)
            {
                if (meter.Spend(1, now) is { IsOver: false })
                {
                    Interlocked.Increment(ref allowed);
                }
            }

            await Task.WhenAll([
                .. meters.Select(meter => Task.Run(() => Spend(meter), TestContext.Current.CancellationToken)),
                Task.Run(() => _meters.Sweep(now), TestContext.Current.CancellationToken),
            ]);
            allowed.ShouldBe(1);
        }
    }

    [Fact]
    public void A_token_without_a_limit_has_the_host_s_and_where_that_is_nought_none()
    {
        Limited(7).For(Guid.Empty, Guid.Empty).Spend(null, Now)!.Value.Limit.ShouldBe(7);
        Limited(7).For(Guid.Empty, Guid.Empty).Spend(3, Now)!.Value.Limit.ShouldBe(3);
        Limited(0).For(Guid.Empty, Guid.Empty).Spend(null, Now).ShouldBeNull();
    }

    private TokenMeter Meter(Guid token) => _meters.For(token, Guid.CreateVersion7());

    private RateLimitState Spend(Guid token, int limit) => Meter(token).Spend(limit, Now)!.Value;

    private static Meters Limited(int perMinute) => new(new MeterOptions(perMinute), new FixedClock(Now));
}
