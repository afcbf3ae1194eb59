namespace Platform.Kernel.Authorization;

/// <summary>Scopes as the rows of roles, tokens and service accounts keep them.</summary>
public static class ScopeNames
{
    /// <summary>As they are shown: in the namespace of today. What no longer parses is left out, since it grants nothing.</summary>
    public static IReadOnlyList<string> AsShown(this IReadOnlyList<string> kept) =>
        [.. kept.Select(name => Scope.TryParseKept(name, out var scope) ? scope.ToString() : null).OfType<string>()];

    /// <summary>True where the scope is one of these, or one item of what one of these names.</summary>
    /// <param name="kept">As a row keeps it.</param>
    /// <param name="names">Short forms.</param>
    public static bool IsAmong(this string kept, IReadOnlySet<string> names) =>
        Scope.TryParseKept(kept, out var scope) && names.Contains(scope.OfEveryItem.ToString());
}
