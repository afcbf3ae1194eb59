using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Authorization;

public class KnownScopesTests
{
    private static readonly Scope Item = Scope.Parse("urn:platform:tickets:4711:read");

    [Fact]
    public void Knows_every_item_of_what_it_was_told()
    {
        var known = new KnownScopes();
        known.Contains(Item).ShouldBeFalse();
        known.Add([Item], known.Epoch);
        known.Contains(Item).ShouldBeTrue();
        known.Contains(Scope.Parse("tickets:read")).ShouldBeTrue();
        known.Contains(Scope.Parse("tickets:*")).ShouldBeFalse();
    }

    [Fact]
    public void What_was_asked_before_a_removal_is_not_kept_after_it()
    {
        var known = new KnownScopes();
        var epoch = known.Epoch;
        known.Forget();
        known.Add([Item], epoch);
        known.Contains(Item).ShouldBeFalse();
    }

    [Theory]
    [InlineData(DropKind.Catalogue, false)]
    [InlineData(DropKind.All, false)]
    [InlineData(DropKind.Organization, true)]
    [InlineData(DropKind.Credential, true)]
    public void The_drop_of_the_catalogue_empties_it(DropKind kind, bool kept)
    {
        var cache = new GrantCache(new GrantCacheOptions(), new CacheEpoch());
        cache.KnownScopes.Add([Item], cache.KnownScopes.Epoch);
        cache.Apply([new Drop(kind, Guid.CreateVersion7())]);
        cache.KnownScopes.Contains(Item).ShouldBe(kept);
    }
}
