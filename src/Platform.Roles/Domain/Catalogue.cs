using Platform.Contracts.Audit;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Authorization;

namespace Platform.Roles.Domain;

/// <summary>A permission that can be granted.</summary>
/// <param name="ApplicationId">The application that brought it; null for one of this product's own.</param>
internal sealed record CatalogueEntry(Scope Scope, string Description, string Module, Guid? ApplicationId);

/// <summary>The vocabulary in which permissions are said: the modules' own words and those that applications bring.</summary>
internal sealed class Catalogue
{
    private readonly List<CatalogueEntry> _entries;
    private readonly HashSet<Scope> _scopes;

    public Catalogue(IEnumerable<CatalogueEntry> entries)
    {
        _entries = [.. entries];
        _scopes = [Scope.Admin];
        foreach (var scope in _entries.Select(entry => entry.Scope))
        {
            _scopes.UnionWith([scope, scope with { Resource = "*" }, scope with { Action = "*" }]);
        }
    }

    public IReadOnlyList<CatalogueEntry> Entries => _entries;

    public static IEnumerable<CatalogueEntry> OwnEntries { get; } =
    [
        .. Of("Tenancy", TenancyPermissions.All),
        .. Of("Personnel", PersonnelPermissions.All),
        .. Of("Roles", RolesPermissions.All),
        .. Of("Tokens", TokensPermissions.All),
        .. Of("Notifications", NotificationsPermissions.All),
        .. Of("Audit", AuditPermissions.All),
    ];

    public static IEnumerable<CatalogueEntry> Of(Application application) => application.Permissions.Select(name =>
    {
        var scope = Scope.Parse(name);
        var description = application.DescriptionOf(scope.Resource) is { } what ? $"{what}: {scope.Action}" : $"{application.Name}: {scope.Action} {scope.Resource}";
        return new CatalogueEntry(scope, description, application.Name, application.Id);
    });

    /// <summary>
    /// True where the scope names something there is: both words of an exact one, or the one word of a wildcard.
    /// </summary>
    public bool Knows(Scope scope) => _scopes.Contains(scope.OfEveryItem);

    /// <summary>What this one knows and <paramref name="later"/> does not, wildcards among it, in short form.</summary>
    public IReadOnlyList<string> LostIn(Catalogue later) =>
        [.. _scopes.Except(later._scopes).Select(scope => scope.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>
    /// What <paramref name="held"/> allows beyond <paramref name="other"/>, by the names of the catalogue: a wildcard that gives
    /// way to all that it meant has lost nothing. Scopes for one item are named as they are.
    /// </summary>
    public IReadOnlyList<string> Beyond(ScopeSet held, ScopeSet other) =>
    [
        .. _entries.Select(entry => entry.Scope)
            .Concat(held.Scopes.Where(scope => scope.OfEveryItem != scope))
            .Where(scope => held.Implies(scope) && !other.Implies(scope))
            .Select(scope => scope.ToString())
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The known name that looks most like the unknown one; of one that means a single item, without that item.</summary>
    public string Nearest(string unknown)
    {
        var looked = Scope.TryParse(unknown, out var scope) ? scope.OfEveryItem.ToString() : unknown;
        return _entries.Select(entry => entry.Scope.ToString()).Append("admin").MinBy(name => Distance(looked, name))!;
    }

    private static IEnumerable<CatalogueEntry> Of(string module, IEnumerable<PermissionDescription> permissions) =>
        permissions.Select(permission => new CatalogueEntry(Scope.Parse(permission.Name), permission.Description, module, null));

    /// <summary>Levenshtein's edit distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[b.Length];
    }
}
