using System.Text;
using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

/// <summary>
/// A text by whose beginning a token is found: its name, what is displayed of its secret, an integration, and each of these
/// from a later word on.
/// </summary>
/// <remarks>
/// Kept in lower case as the hexadecimal digits of its UTF-8: every database puts those in the same order, whatever its
/// collation, so that "begins with" is a range of the index on all of them.
/// </remarks>
[NotExported("Finds a token by the words of its name, which the token itself has")]
internal sealed class TokenWord : IOrganizationScoped, INoGrantEffect
{
    /// <summary>Digits kept, two for each byte.</summary>
    public const int Longest = 200;

    /// <summary>Comes after every digit.</summary>
    private const string AfterAll = "g";

    private const int WordsOfEach = 8;

    private TokenWord()
    {
    }

    public Guid OrganizationId { get; private init; }

    public Guid TokenId { get; private init; }

    public string Word { get; private init; } = "";

    public static List<TokenWord> Of(Token token, Guid organizationId)
    {
        // The kind's prefix ends before the part that is left out; a JWT has none, but may have the character further on.
        var secret = token.Display[(token.Display[..token.Display.IndexOf('…')].IndexOf('_') + 1)..];
        var texts = token.Integrations.Prepend(token.Name).SelectMany(EachBeginning).Append(token.Display).Append(secret).Append(secret[^4..]);
        return [.. texts.Select(Encode).Where(word => word.Length > 0).Distinct().Select(word => new TokenWord { OrganizationId = organizationId, TokenId = token.Id, Word = word })];
    }

    /// <summary>The words that begin with a text: from the first, up to but without the second. Null for an empty text.</summary>
    public static (string From, string Before)? RangeOf(string text) =>
        Encode(text) is { Length: > 0 } start ? (start, start + AfterAll) : null;

    private static string Encode(string text)
    {
        var digits = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant()));
        return digits.Length <= Longest ? digits : digits[..Longest];
    }

    private static IEnumerable<string> EachBeginning(string text)
    {
        var starts = Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(at => !char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]));
        return starts.Prepend(0).Take(WordsOfEach).Select(at => text[at..]);
    }
}

/// <summary>One who still uses a token that has been replaced.</summary>
internal sealed class TokenCaller : IOrganizationScoped, INoGrantEffect
{
    /// <summary>Callers kept of one token.</summary>
    public const int AtMost = 100;

    private TokenCaller()
    {
    }

    public Guid OrganizationId { get; private init; }

    public Guid TokenId { get; private init; }

    /// <summary>Empty where it is not known.</summary>
    public string Address { get; private init; } = "";

    /// <summary>The <c>User-Agent</c>; empty where none was sent.</summary>
    public string Agent { get; private init; } = "";

    public DateTime LastAt { get; private init; }

    public long UseCount { get; private init; }
}
