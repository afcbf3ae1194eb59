namespace Platform.Kernel.Authorization;

/// <summary>
/// An immutable set of scopes in its smallest form: no member is implied by another. What a token can do is one set
/// intersected with another.
/// </summary>
public sealed class ScopeSet : IEquatable<ScopeSet>
{
    /// <summary>From this size on members are looked up instead of gone through.</summary>
    private const int Large = 16;

    private readonly Scope[] _scopes;
    private readonly HashSet<Scope>? _lookup;
    private string? _text;
    private long _answered;
    private long _allowed;

    private ScopeSet(Scope[] scopes)
    {
        _scopes = scopes;
        _lookup = scopes.Length >= Large ? [.. scopes] : null;
        Names = Array.ConvertAll(scopes, scope => scope.ToString());
    }

    /// <summary>Allows nothing.</summary>
    public static ScopeSet None { get; } = new([]);

    /// <summary>The members in their shortest form, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<Scope> Scopes => _scopes;

    public bool IsEmpty => _scopes.Length == 0;

    public static ScopeSet Of(IEnumerable<Scope> scopes)
    {
        var distinct = scopes.ToHashSet();
        var smallest = distinct.Where(scope => !HoldsWider(distinct, scope)).OrderBy(scope => scope.ToString(), StringComparer.Ordinal).ToArray();
        return smallest.Length == 0 ? None : new ScopeSet(smallest);
    }

    /// <summary>Reads names that the program itself stored; whatever no longer parses grants nothing.</summary>
    public static ScopeSet Of(IEnumerable<string> names) =>
        Of(names.Select(name => Scope.TryParseKept(name, out var scope) ? scope : (Scope?)null).OfType<Scope>());

    /// <summary>True where one member allows all that the scope says.</summary>
    public bool Implies(Scope scope)
    {
        if (_lookup is not null)
        {
            return _lookup.Contains(scope) || HoldsWider(_lookup, scope);
        }

        foreach (var mine in _scopes)
        {
            if (mine.Implies(scope))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where nothing in the other set goes beyond this one.</summary>
    public bool Covers(ScopeSet other) => other._scopes.All(Implies);

    /// <summary>What both sets allow.</summary>
    public ScopeSet Intersect(ScopeSet other)
    {
        // What one side allows whole is taken as it is; only the rest can meet in part, which takes a wildcard on each side.
        var shared = _scopes.Where(other.Implies).Concat(other._scopes.Where(Implies));
        var (mine, theirs) = (_scopes.Where(scope => !other.Implies(scope)), other._scopes.Where(scope => !Implies(scope)).ToList());
        return Of(shared.Concat(mine.SelectMany(_ => theirs, (a, b) => a.Intersect(b)).OfType<Scope>()));
    }

    /// <summary>What either set allows.</summary>
    public ScopeSet Union(ScopeSet other) => Of(_scopes.Concat(other._scopes));

    /// <summary>
    /// As <see cref="Implies"/> for a permission that an endpoint requires: the answer is remembered in one bit, since the same
    /// few permissions are asked of a cached set again and again.
    /// </summary>
    public bool Allows(RequiredPermission permission)
    {
        if (permission.Bit == 0)
        {
            return Implies(permission.Scope);
        }

        if ((Volatile.Read(ref _answered) & permission.Bit) == 0)
        {
            if (Implies(permission.Scope))
            {
                Interlocked.Or(ref _allowed, permission.Bit);
            }

            Interlocked.Or(ref _answered, permission.Bit);
        }

        return (Volatile.Read(ref _allowed) & permission.Bit) != 0;
    }

    /// <summary>True where a scope wider than this one is among them: one of the seven in which some of its words are wildcards.</summary>
    private static bool HoldsWider(HashSet<Scope> scopes, Scope scope)
    {
        for (var words = 1; words < 8; words++)
        {
            var wider = new Scope(
                (words & 1) == 0 ? scope.Resource : "*", (words & 2) == 0 ? scope.Item : "*", (words & 4) == 0 ? scope.Action : "*");
            if (wider != scope && scopes.Contains(wider))
            {
                return true;
            }
        }

        return false;
    }

    public bool Equals(ScopeSet? other) => other is not null && _scopes.AsSpan().SequenceEqual(other._scopes);

    public override bool Equals(object? obj) => Equals(obj as ScopeSet);

    public override int GetHashCode() => _scopes.Aggregate(0, HashCode.Combine);

    public override string ToString() => _text ??= string.Join(' ', Names);
}

/// <summary>A permission that an endpoint requires, parsed once, with a bit of its own in <see cref="ScopeSet.Allows"/>.</summary>
public sealed class RequiredPermission
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, RequiredPermission> Known = [];

    private RequiredPermission(string name, long bit) => (Name, Scope, Bit) = (name, Scope.Parse(name), bit);

    public string Name { get; }

    public Scope Scope { get; }

    /// <summary>Its bit, or 0 for the 65th and later ones, which are worked out each time.</summary>
    internal long Bit { get; }

    public static RequiredPermission Named(string name)
    {
        lock (Gate)
        {
            if (!Known.TryGetValue(name, out var permission))
            {
                permission = new RequiredPermission(name, Known.Count < 64 ? 1L << Known.Count : 0);
                Known.Add(name, permission);
            }

            return permission;
        }
    }
}
