using System.Collections.Frozen;

namespace Platform.Client;

/// <summary>A scope that an endpoint asks for, with all the wider ones that hold it: made once, so that a request only looks them up.</summary>
internal sealed class AskedScope
{
    private AskedScope(string name, params string[] sufficing) => (Name, Sufficing) = (name, sufficing);

    public string Name { get; }

    public string[] Sufficing { get; }

    /// <param name="text"><c>tickets:read</c>, <c>urn:platform:tickets:4711:read</c>, or <c>read</c> where there is a resource of the product's own.</param>
    /// <param name="resource">The product's own resource.</param>
    /// <exception cref="FormatException">It is no scope.</exception>
    public static AskedScope Parse(string text, string? resource) => text.Split(':') switch
    {
        ["admin"] => new("admin", "admin"),
        [var action] when resource is not null && IsWord(action) => Of($"{resource}:{action}", resource, action),
        [var of, var action] when IsWord(of) && IsWord(action) => Of(text, of, action),
        ["urn", _, var of, "*", var action] when IsWord(of) && IsWord(action) => Of($"{of}:{action}", of, action),
        ["urn", _, var of, { Length: > 0 }, var action] when IsWord(of) && IsWord(action) =>
            new(text, [text, text[..text.LastIndexOf(':')] + ":*", .. Of($"{of}:{action}", of, action).Sufficing]),
        _ => throw new FormatException($"'{text}' is no scope such as tickets:read{(resource is null ? "; set PlatformOptions.Resource to leave the resource out" : "")}."),
    };

    private static AskedScope Of(string name, string resource, string action) => new(name, name, $"{resource}:*", $"*:{action}", "*:*", "admin");

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <summary>What a token can do.</summary>
internal sealed class GrantedScopes(IReadOnlyList<string> names)
{
    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => names;

    public bool Allow(AskedScope asked)
    {
        foreach (var name in asked.Sufficing)
        {
            if (_names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
