namespace Platform.Kernel.Authorization;

/// <summary>
/// An immutable set of scopes in its smallest form: no member is implied by another. What a token can do is one set
/// intersected with another.
/// </summary>
public sealed class ScopeSet : IEquatable<ScopeSet>
{
    private readonly Scope[] _scopes;
    private long _answered;
    private long _allowed;

    private ScopeSet(Scope[] scopes)
    {
        _scopes = scopes;
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
        var distinct = scopes.Distinct().ToArray();
        var smallest = distinct.Where(scope => !distinct.Any(other => other != scope && other.Implies(scope))).Order().ToArray();
        return smallest.Length == 0 ? None : new ScopeSet(smallest);
    }

    /// <summary>Reads names that the program itself stored; whatever no longer parses grants nothing.</summary>
    public static ScopeSet Of(IEnumerable<string> names) =>
        Of(names.Select(name => Scope.TryParse(name, out var scope) ? scope : (Scope?)null).OfType<Scope>());

    /// <summary>True where one member allows all that the scope says.</summary>
    public bool Implies(Scope scope)
    {
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
    public ScopeSet Intersect(ScopeSet other) =>
        Of(_scopes.SelectMany(_ => other._scopes, (mine, theirs) => mine.Intersect(theirs)).OfType<Scope>());

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

    public bool Equals(ScopeSet? other) => other is not null && _scopes.AsSpan().SequenceEqual(other._scopes);

    public override bool Equals(object? obj) => Equals(obj as ScopeSet);

    public override int GetHashCode() => _scopes.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(' ', Names);
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
