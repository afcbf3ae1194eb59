using FsCheck.Fluent;
using Platform.Kernel.Authorization;

namespace Platform.UnitTests.Authorization;

public class ScopeSetTests
{
    [Fact]
    public void Intersection_with_itself_changes_nothing() =>
        Law.Holds(Universe.OneSet, set => set.Intersect(set).Equals(set));

    [Fact]
    public void Intersection_is_the_same_from_either_side() =>
        Law.Holds(Universe.TwoSets, pair => pair.A.Intersect(pair.B).Equals(pair.B.Intersect(pair.A)));

    [Fact]
    public void Intersection_is_the_same_in_any_grouping() =>
        Law.Holds(
            Universe.ThreeSets,
            sets => sets.A.Intersect(sets.B).Intersect(sets.C).Equals(sets.A.Intersect(sets.B.Intersect(sets.C))));

    [Fact]
    public void Intersection_is_never_wider_than_either_side() =>
        Law.Holds(Universe.TwoSets, pair => pair.A.Covers(pair.A.Intersect(pair.B)) && pair.B.Covers(pair.A.Intersect(pair.B)));

    [Fact]
    public void Intersection_allows_exactly_what_both_allow() =>
        Law.Holds(
            Universe.TwoSets,
            pair => Universe.MeaningOf(pair.A.Intersect(pair.B)).SetEquals(Universe.MeaningOf(pair.A).Intersect(Universe.MeaningOf(pair.B))),
            times: 2000);

    [Fact]
    public void Union_allows_exactly_what_either_allows_and_covers_both() =>
        Law.Holds(
            Universe.TwoSets,
            pair =>
            {
                var union = pair.A.Union(pair.B);
                return union.Covers(pair.A) && union.Covers(pair.B)
                    && Universe.MeaningOf(union).SetEquals(Universe.MeaningOf(pair.A).Union(Universe.MeaningOf(pair.B)));
            });

    [Fact]
    public void The_smallest_form_means_the_same_and_holds_nothing_twice() =>
        Law.Holds(
            Universe.SomeScopes,
            scopes =>
            {
                var set = ScopeSet.Of(scopes);
                return Universe.MeaningOf(set).SetEquals(Universe.MeaningOf(scopes))
                    && set.Scopes.All(one => set.Scopes.All(other => other == one || !other.Implies(one)))
                    && set.Scopes.Distinct().Count() == set.Scopes.Count;
            },
            times: 2000);

    [Fact]
    public void Equal_means_allowing_the_same_whatever_the_order() =>
        Law.Holds(
            Universe.TwoSets,
            pair => pair.A.Equals(pair.B) == Universe.MeaningOf(pair.A).SetEquals(Universe.MeaningOf(pair.B))
                && (!pair.A.Equals(pair.B) || pair.A.GetHashCode() == pair.B.GetHashCode())
                && ScopeSet.Of(pair.A.Scopes.Reverse()).Equals(pair.A));

    [Fact]
    public void Covering_means_allowing_all_that_the_other_allows() =>
        Law.Holds(
            Universe.TwoSets,
            pair => pair.A.Covers(pair.B) == Universe.MeaningOf(pair.A).IsSupersetOf(Universe.MeaningOf(pair.B)),
            times: 2000);

    [Fact]
    public void Covering_is_the_intersection_being_the_other() =>
        Law.Holds(Universe.TwoSets, pair => pair.A.Covers(pair.B) == pair.A.Intersect(pair.B).Equals(pair.B), times: 2000);

    /// <summary>Beyond a size, members are looked up; the answers are those of going through them.</summary>
    [Fact]
    public void A_large_set_answers_like_its_members_one_by_one()
    {
        var filler = Enumerable.Range(0, 40).Select(number => Scope.Parse($"filler-{number}:read")).ToArray();
        Law.Holds(
            from scopes in Universe.SomeScopes from others in Universe.SomeScopes select (scopes, others),
            pair =>
            {
                var (large, other) = (ScopeSet.Of(pair.scopes.Concat(filler)), ScopeSet.Of(pair.others.Concat(filler.Take(20))));
                var both = large.Intersect(other);
                return Universe.Scopes.All(scope => large.Implies(scope) == large.Scopes.Any(mine => mine.Implies(scope)))
                    && Universe.MeaningOf(both).SetEquals(Universe.MeaningOf(large).Intersect(Universe.MeaningOf(other)))
                    && filler.Take(20).All(both.Implies) && both.Equals(other.Intersect(large));
            },
            times: 1000);
    }

    [Fact]
    public void The_names_read_back_to_the_same_set() =>
        Law.Holds(Universe.OneSet, set => ScopeSet.Of(set.Names).Equals(set));

    [Fact]
    public void Stored_names_that_no_longer_parse_grant_nothing()
    {
        ScopeSet.Of(["people:read", "nonsense", "", "people:"]).Names.ShouldBe(["people:read"]);
        ScopeSet.Of(["nonsense"]).IsEmpty.ShouldBeTrue();
        ScopeSet.Of(["nonsense"]).ShouldBeSameAs(ScopeSet.None);
    }

    [Fact]
    public void Nothing_allows_nothing_and_admin_allows_everything()
    {
        Universe.Scopes.ShouldAllBe(scope => !ScopeSet.None.Implies(scope));
        Universe.Scopes.ShouldAllBe(scope => ScopeSet.Of(new[] { "admin" }).Implies(scope));
    }

    [Fact]
    public void The_remembered_answer_is_the_answer_for_the_permissions_beyond_the_64th_too()
    {
        var permissions = Enumerable.Range(0, 130)
            .Select(number => RequiredPermission.Named($"thing-{number}:read"))
            .Concat(Universe.Scopes.Select(scope => RequiredPermission.Named(scope.ToUrn())))
            .ToList();
        permissions.Count(permission => permission.Bit == 0).ShouldBeGreaterThan(65, "the 65th and later ones have no bit");
        permissions.Where(permission => permission.Bit != 0).ShouldBeUnique(permission => permission.Bit);

        var more = Enumerable.Range(0, 130).Where(number => number % 7 == 0).Select(number => Scope.Parse($"thing-{number}:*")).ToArray();
        Law.Holds(
            from scopes in Universe.SomeScopes
            from few in Gen.SubListOf(more)
            from asked in Gen.Shuffle(permissions.ToArray())
            select (Set: ScopeSet.Of(scopes.Concat(few)), Asked: asked),
            test => test.Asked.Concat(test.Asked).All(permission => test.Set.Allows(permission) == test.Set.Implies(permission.Scope)),
            times: 200);
    }

    [Fact]
    public void A_permission_is_known_once() =>
        RequiredPermission.Named("people:read").ShouldBeSameAs(RequiredPermission.Named("people:read"));

    [Fact]
    public async Task Many_threads_get_the_same_answers()
    {
        var permissions = Enumerable.Range(0, 130).Select(number => RequiredPermission.Named($"thing-{number}:read")).ToArray();
        for (var round = 0; round < 100; round++)
        {
            var set = ScopeSet.Of(permissions.Where((_, at) => (at * 31 + round) % 5 == 0).Select(permission => permission.Scope));
            var wrong = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
                () => permissions.Count(permission => set.Allows(permission) != set.Implies(permission.Scope)))));
            wrong.Sum().ShouldBe(0);
        }
    }
}

internal static class UniqueAssertion
{
    public static void ShouldBeUnique<T, TKey>(this IEnumerable<T> items, Func<T, TKey> key) =>
        items.GroupBy(key).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
}
