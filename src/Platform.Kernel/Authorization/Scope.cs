using System.Diagnostics.CodeAnalysis;

namespace Platform.Kernel.Authorization;

/// <summary>
/// One word of the language in which permissions and scopes are said: an action on a resource, perhaps on one item of it.
/// Short form <c>tickets:read</c>, <c>tickets:*</c>, <c>*:read</c>; <c>admin</c> is everything; the long form
/// <c>urn:platform:tickets:4711:read</c> may name an item. All parse to this one type and mean the same.
/// </summary>
/// <param name="Resource">Lower case letters, digits and hyphens, or <c>*</c>.</param>
/// <param name="Item">One item of the resource, or <c>*</c> for all of them.</param>
/// <param name="Action">Lower case letters, digits and hyphens, or <c>*</c>.</param>
public readonly record struct Scope(string Resource, string Item, string Action) : IComparable<Scope>
{
    private const string Any = "*";
    private const string UrnScheme = "urn";
    private const int MaxWord = 64;
    private const int MaxItem = 128;
    private const int MaxText = (4 * (MaxWord + 1)) + MaxItem;

    /// <summary>Everything in the organization, written <c>admin</c>.</summary>
    public static Scope Admin { get; } = new(Any, Any, Any);

    /// <summary>
    /// The second word of the long form: <c>platform</c>, unless <c>Permissions:Namespace</c> says otherwise. One process
    /// speaks one language, so it is set once, before anything is read.
    /// </summary>
    public static string Namespace { get; private set; } = "platform";

    /// <summary>True where the scope names no exact resource or no exact action.</summary>
    public bool IsWildcard => Resource == Any || Action == Any;

    /// <summary>The same without its item: what the catalogue knows it by.</summary>
    public Scope OfEveryItem => Item == Any ? this : this with { Item = Any };

    /// <summary>
    /// Sets <see cref="Namespace"/>; false where the name is none: 2 to 32 lower case letters, digits and hyphens, with a
    /// letter or digit at either end (RFC 8141 section 2).
    /// </summary>
    public static bool TryUseNamespace(string name)
    {
        if (name.Length is < 2 or > 32 || !IsWord(name) || name[0] == '-' || name[^1] == '-')
        {
            return false;
        }

        Namespace = name;
        return true;
    }

    /// <summary>Reads either form; false, and never an exception, on anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Scope scope) => TryParse(text, Namespace, out scope);

    /// <summary>Reads a scope that the program itself wrote, perhaps while it had another namespace.</summary>
    public static bool TryParseKept([NotNullWhen(true)] string? text, out Scope scope) => TryParse(text, null, out scope);

    /// <summary>Reads a scope that the program itself wrote.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Scope Parse(string text) =>
        TryParseKept(text, out var scope) ? scope : throw new FormatException($"'{text}' is no scope.");

    /// <summary>True where whoever holds this may do the other too.</summary>
    public bool Implies(Scope other) =>
        Covers(Resource, other.Resource) && Covers(Item, other.Item) && Covers(Action, other.Action);

    /// <summary>What both allow, or null where they have nothing in common.</summary>
    public Scope? Intersect(Scope other) =>
        Meet(Resource, other.Resource) is { } resource && Meet(Item, other.Item) is { } item && Meet(Action, other.Action) is { } action
            ? new Scope(resource, item, action)
            : null;

    /// <summary>The long form.</summary>
    public string ToUrn() => $"{UrnScheme}:{Namespace}:{Resource}:{Item}:{Action}";

    /// <summary>The shortest form that says it all.</summary>
    public override string ToString() =>
        this == Admin ? "admin" : Item == Any ? $"{Resource}:{Action}" : ToUrn();

    public int CompareTo(Scope other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(Scope left, Scope right) => left.CompareTo(right) < 0;

    public static bool operator >(Scope left, Scope right) => left.CompareTo(right) > 0;

    public static bool operator <=(Scope left, Scope right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Scope left, Scope right) => left.CompareTo(right) >= 0;

    private static bool TryParse([NotNullWhen(true)] string? text, string? ofNamespace, out Scope scope)
    {
        scope = default;
        if (text is null || text.Length > MaxText)
        {
            return false;
        }

        if (text == "admin")
        {
            scope = Admin;
            return true;
        }

        var parts = text.Split(':');
        var urn = parts.Length == 5 && parts[0] == UrnScheme && (ofNamespace is null || parts[1] == ofNamespace);
        if (!urn && parts.Length != 2)
        {
            return false;
        }

        var (resource, item, action) = urn ? (parts[2], parts[3], parts[4]) : (parts[0], Any, parts[1]);
        if (!IsWord(resource) || !IsWord(action) || !IsItem(item))
        {
            return false;
        }

        scope = new Scope(resource == "users" ? "people" : resource, item, action);
        return true;
    }

    private static bool Covers(string mine, string theirs) => mine == Any || mine == theirs;

    private static string? Meet(string a, string b) => a == Any ? b : b == Any || a == b ? a : null;

    private static bool IsWord(string text) =>
        text == Any || (text.Length is > 0 and <= MaxWord && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));

    private static bool IsItem(string text) =>
        text == Any || (text.Length is > 0 and <= MaxItem && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~'));
}
