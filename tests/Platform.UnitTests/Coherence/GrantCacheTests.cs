using FsCheck.Fluent;
using Platform.Kernel.Coherence;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Coherence;

public class GrantCacheTests
{
    private static readonly Guid Somebody = Guid.CreateVersion7();
    private static readonly Drop[] DropOfSomebody = [new(DropKind.Subject, Somebody)];
    private readonly GrantCache _cache = new(new GrantCacheOptions(), new CacheEpoch());

    [Fact]
    public async Task A_thousand_who_ask_at_once_are_one_load()
    {
        var load = new HandLoad(() => Grants.Make(7));
        var answers = new Task<Result<Grant>>[1000];
        Parallel.For(0, answers.Length, at => answers[at] = _cache.GetOrLoadAsync(Grants.Key(1), load.RunAsync));
        await load.ReadAsync();
        load.End();
        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer.Value.Version() == 7);
        _cache.Loads.ShouldBe(1);
        _cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Different_credentials_are_loaded_each_for_itself()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => _cache.GetOrLoadAsync(Grants.Key(number), Grants.Loading(Grants.Make(number)))));
        answers.Select(answer => answer.Value.Version()).ShouldBe(Enumerable.Range(0, 100).Select(number => (long)number));
        _cache.Loads.ShouldBe(100);
        _cache.Count.ShouldBe(100);
    }

    [Fact]
    public async Task What_was_loaded_is_found_without_another_load()
    {
        _cache.TryGet(Grants.Key(1), out _).ShouldBeFalse();
        await _cache.Put(1, Grants.Make(7));
        _cache.TryGet(Grants.Key(1), out var grant).ShouldBeTrue();
        grant.Version().ShouldBe(7);
        _cache.TryGet(Grants.Key(2), out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Loading_again_replaces_and_counts_once()
    {
        await _cache.Put(1, Grants.Make(1));
        await _cache.Put(1, Grants.Make(2));
        _cache.Count.ShouldBe(1);
        _cache.TryGet(Grants.Key(1), out var grant).ShouldBeTrue();
        grant.Version().ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_is_never_cached()
    {
        for (var round = 1; round <= 3; round++)
        {
            (await _cache.GetOrLoadAsync(Grants.Key(1), () => Task.FromResult<Result<Grant>>(Grants.Refusal))).Error.ShouldBe(Grants.Refusal);
            _cache.TryGet(Grants.Key(1), out _).ShouldBeFalse();
            _cache.Loads.ShouldBe(round);
        }

        _cache.Count.ShouldBe(0);
        (await _cache.GetOrLoadAsync(Grants.Key(1), Grants.Loading(Grants.Make(7)))).Value.Version().ShouldBe(7);
    }

    [Fact]
    public async Task A_fault_reaches_all_who_wait_and_is_never_cached()
    {
        var load = new HandLoad(() => throw new TimeoutException("The database is gone."));
        var (first, second) = (_cache.GetOrLoadAsync(Grants.Key(1), load.RunAsync), _cache.GetOrLoadAsync(Grants.Key(1), load.RunAsync));
        _ = load.ReadAsync();
        await Should.ThrowAsync<TimeoutException>(() => first);
        await Should.ThrowAsync<TimeoutException>(() => second);
        await Should.ThrowAsync<TimeoutException>(() => _cache.GetOrLoadAsync(Grants.Key(1), () => throw new TimeoutException("It throws before it waits.")));
        _cache.TryGet(Grants.Key(1), out _).ShouldBeFalse();
        (await _cache.GetOrLoadAsync(Grants.Key(1), Grants.Loading(Grants.Make(7)))).Value.Version().ShouldBe(7);
    }

    [Fact]
    public async Task A_request_after_a_drop_does_not_join_the_load_from_before()
    {
        var (old, young) = (new HandLoad(() => Grants.Make(1)), new HandLoad(() => Grants.Make(2)));
        var before = _cache.GetOrLoadAsync(Grants.Key(1), old.RunAsync);
        await old.ReadAsync();
        _cache.Apply(DropOfSomebody);

        var after = _cache.GetOrLoadAsync(Grants.Key(1), young.RunAsync);
        await young.Begun;
        after.ShouldNotBeSameAs(before);
        _cache.GetOrLoadAsync(Grants.Key(1), young.RunAsync).ShouldBeSameAs(after, "it joins the load of its own epoch");

        // The old one ends first: it answers its own, stores nothing, and leaves the young one to be joined still.
        old.End();
        (await before).Value.Version().ShouldBe(1);
        _cache.TryGet(Grants.Key(1), out _).ShouldBeFalse();
        _cache.GetOrLoadAsync(Grants.Key(1), young.RunAsync).ShouldBeSameAs(after);

        await young.ReadAsync();
        young.End();
        (await after).Value.Version().ShouldBe(2);
        _cache.TryGet(Grants.Key(1), out var grant).ShouldBeTrue();
        grant.Version().ShouldBe(2);
    }

    [Fact]
    public async Task An_old_load_that_ends_last_does_not_overwrite_the_young_one()
    {
        var old = new HandLoad(() => Grants.Make(1));
        var before = _cache.GetOrLoadAsync(Grants.Key(1), old.RunAsync);
        await old.ReadAsync();
        _cache.Apply(DropOfSomebody);
        await _cache.Put(1, Grants.Make(2));
        old.End();
        await before;
        _cache.TryGet(Grants.Key(1), out var grant).ShouldBeTrue();
        grant.Version().ShouldBe(2);
    }

    [Fact]
    public void Each_kind_of_drop_takes_exactly_its_own()
    {
        // Few ids for all kinds of things, so that a drop that looked at the wrong one would be seen; the empty one is the instance's.
        var ids = Gen.Elements(Guid.Empty, Guid.CreateVersion7(), Guid.CreateVersion7());
        var grants =
            from credential in ids from subject in ids from account in ids.Select(id => (Guid?)id).Or(Gen.Constant((Guid?)null)) from organization in ids.Select(id => id == Guid.Empty ? (Guid?)null : id)
            select Grants.Make(0, credential, subject, account, organization);
        var drops = from kind in Gen.Elements(Enum.GetValues<DropKind>().Where(kind => kind != DropKind.All).ToArray()) from id in ids select new Drop(kind, id);
        Law.Holds(
            from held in grants.ArrayOf(12)
            from dropped in Gen.Choose(0, 3).SelectMany(count => drops.ArrayOf(count))
            select (held, dropped),
            test =>
            {
                var cache = new GrantCache(new GrantCacheOptions(), new CacheEpoch());
                Task.WaitAll(test.held.Select((grant, number) => cache.Put(number, grant)));
                cache.Apply(test.dropped);
                var stays = test.held.Select(grant => !test.dropped.Any(drop => IsTakenBy(drop, grant))).ToList();
                return cache.Count == stays.Count(stay => stay)
                    && stays.Select((stay, number) => stay == cache.TryGet(Grants.Key(number), out _)).All(right => right);
            });
    }

    [Fact]
    public async Task Dropping_all_takes_all()
    {
        for (var number = 0; number < 50; number++)
        {
            await _cache.Put(number, Grants.Make(0, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()));
        }

        _cache.Apply([new Drop(DropKind.Subject, Guid.CreateVersion7()), new Drop(DropKind.All, default)]);
        _cache.Count.ShouldBe(0);
        Enumerable.Range(0, 50).ShouldAllBe(number => !IsHeld(number));
        await _cache.Put(1, Grants.Make());
        _cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_never_holds_more_than_it_may_and_counts_what_it_holds()
    {
        var cache = new GrantCache(new GrantCacheOptions(MaxEntries: 100), new CacheEpoch());
        for (var number = 0; number < 1000; number++)
        {
            await cache.Put(number, Grants.Make(number));
            cache.Count.ShouldBeLessThanOrEqualTo(100);
            cache.TryGet(Grants.Key(number), out _).ShouldBeTrue("the newest is held");
        }

        Enumerable.Range(0, 1000).Count(number => cache.TryGet(Grants.Key(number), out _)).ShouldBe(cache.Count);
        cache.Count.ShouldBe(100);
    }

    [Fact]
    public async Task What_is_used_stays_while_the_rest_makes_room()
    {
        var cache = new GrantCache(new GrantCacheOptions(MaxEntries: 160), new CacheEpoch());
        for (var number = 0; number < 160; number++)
        {
            await cache.Put(number, Grants.Make(number));
        }

        var used = Enumerable.Range(0, 160).Where(number => number % 16 != 3).ToList();
        used.ShouldAllBe(number => IsHeldBy(cache, number));
        for (var number = 0; number < 10; number++)
        {
            await cache.Put(1000 + number, Grants.Make());
        }

        used.Count(number => IsHeldBy(cache, number)).ShouldBe(used.Count);
    }

    [Fact]
    public async Task A_scan_of_many_pushes_out_nothing_that_is_in_use()
    {
        const int InUse = 500;
        var cache = new GrantCache(new GrantCacheOptions(MaxEntries: 1000), new CacheEpoch());
        for (var number = 0; number < InUse; number++)
        {
            await cache.Put(number, Grants.Make(number));
        }

        // Each in use is used once while a quarter of the room goes by, and the scan is a hundred times the room.
        for (var scanned = 0; scanned < 100_000; scanned++)
        {
            await cache.Put(InUse + scanned, Grants.Make());
            for (var at = 0; at < 2; at++)
            {
                IsHeldBy(cache, ((scanned * 2) + at) % InUse).ShouldBeTrue();
            }
        }

        cache.Count.ShouldBe(1000);
    }

    [Fact]
    public async Task It_never_takes_more_memory_than_it_may()
    {
        var cache = new GrantCache(new GrantCacheOptions(MaxMegabytes: 1), new CacheEpoch());
        for (var number = 0; number < 10_000; number++)
        {
            await cache.Put(number, Grants.Make(number));
            cache.Bytes.ShouldBeLessThanOrEqualTo(1024 * 1024);
        }

        cache.Count.ShouldBeInRange(1000, 5000);
        IsHeldBy(cache, 9_999).ShouldBeTrue();
        cache.Apply([new Drop(DropKind.All, default)]);
        cache.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task Where_all_were_used_lately_some_go_all_the_same()
    {
        var cache = new GrantCache(new GrantCacheOptions(MaxEntries: 16), new CacheEpoch());
        for (var number = 0; number < 16; number++)
        {
            await cache.Put(number, Grants.Make(number));
            IsHeldBy(cache, number).ShouldBeTrue();
        }

        await cache.Put(16, Grants.Make(16));
        cache.Count.ShouldBe(16);
        IsHeldBy(cache, 16).ShouldBeTrue();
    }

    [Fact]
    public async Task One_entry_is_a_cache_too()
    {
        var cache = new GrantCache(new GrantCacheOptions(MaxEntries: 1), new CacheEpoch());
        await cache.Put(1, Grants.Make(1));
        await cache.Put(2, Grants.Make(2));
        IsHeldBy(cache, 1).ShouldBeFalse();
        IsHeldBy(cache, 2).ShouldBeTrue();
    }

    /// <summary>As the enumeration's own words say it, worked out apart from the product.</summary>
    private static bool IsTakenBy(Drop drop, Grant grant) => drop.Kind switch
    {
        DropKind.Credential => grant.CredentialId.Equals(drop.Key),
        DropKind.Subject => grant.SubjectId.Equals(drop.Key),
        DropKind.Account => grant.AccountId is { } account && account.Equals(drop.Key),
        DropKind.Organization => (grant.Organization?.Id ?? Guid.Empty).Equals(drop.Key),
        DropKind.Catalogue => false,
        _ => throw new ArgumentOutOfRangeException(nameof(drop)),
    };

    private static bool IsHeldBy(GrantCache cache, int number) => cache.TryGet(Grants.Key(number), out _);

    private bool IsHeld(int number) => IsHeldBy(_cache, number);
}
