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
internal sealed class Catalogue(IEnumerable<CatalogueEntry> entries)
{
    private readonly List<CatalogueEntry> _entries = [.. entries];

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
        return new CatalogueEntry(scope, $"{application.Name}: {scope.Action} {scope.Resource}", application.Name, application.Id);
    });

    /// <summary>
    /// True where the scope names something there is: both words of an exact one, or the one word of a wildcard.
    /// </summary>
    public bool Knows(Scope scope) =>
        scope == Scope.Admin || _entries.Exists(entry => (scope with { Item = "*" }).Implies(entry.Scope));

    /// <summary>The known name that looks most like the unknown one.</summary>
    public string Nearest(string unknown) =>
        _entries.Select(entry => entry.Scope.ToString()).Append("admin").MinBy(name => Distance(unknown, name))!;

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
