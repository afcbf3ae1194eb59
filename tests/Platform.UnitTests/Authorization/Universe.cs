using FsCheck;
using FsCheck.Fluent;
using Platform.Kernel.Authorization;

namespace Platform.UnitTests.Authorization;

/// <summary>
/// A world small enough to be written out: two words and a wildcard on each axis, and a third word that no scope names, so
/// that a wildcard allows more than all named words together. What a scope means is the set of points that it allows.
/// </summary>
internal static class Universe
{
    private static readonly string[] Resources = ["people", "tokens"];
    private static readonly string[] Items = ["1", "2"];
    private static readonly string[] Actions = ["read", "write"];

    public static readonly Scope[] Scopes =
        [.. from r in Resources.Append("*") from i in Items.Append("*") from a in Actions.Append("*") select new Scope(r, i, a)];

    public static readonly Scope[] Points =
        [.. from r in Resources.Append("roles") from i in Items.Append("3") from a in Actions.Append("export") select new Scope(r, i, a)];

    public static readonly Gen<Scope> OneScope = Gen.Elements(Scopes);

    public static readonly Gen<Scope[]> SomeScopes = Gen.Choose(0, 6).SelectMany(count => OneScope.ArrayOf(count));

    public static readonly Gen<ScopeSet> OneSet = SomeScopes.Select(ScopeSet.Of);

    public static readonly Gen<(ScopeSet A, ScopeSet B)> TwoSets = from a in OneSet from b in OneSet select (a, b);

    public static readonly Gen<(ScopeSet A, ScopeSet B, ScopeSet C)> ThreeSets =
        from a in OneSet from b in OneSet from c in OneSet select (a, b, c);

    /// <summary>The points that a scope allows: worked out here, without the product's own rules.</summary>
    public static HashSet<Scope> MeaningOf(params IEnumerable<Scope> scopes) =>
        [.. Points.Where(point => scopes.Any(scope => Allows(scope.Resource, point.Resource) && Allows(scope.Item, point.Item) && Allows(scope.Action, point.Action)))];

    public static HashSet<Scope> MeaningOf(ScopeSet set) => MeaningOf(set.Scopes);

    private static bool Allows(string word, string point) => word is "*" || word.Equals(point, StringComparison.Ordinal);
}
