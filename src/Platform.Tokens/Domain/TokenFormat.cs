using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Platform.Tokens.Domain;

/// <summary>
/// The text of a token: a prefix that says whose it is, 36 random base62 characters, and 6 characters of checksum, so that a
/// mistyped or made-up one is refused without asking the database, and a scanner can tell a real one from a look-alike.
/// </summary>
/// <remarks>
/// The checksum is CRC32 (as zlib has it) over the 36 characters in ASCII, in base62 with the alphabet <c>0-9A-Za-z</c>,
/// left-padded with <c>0</c>.
/// </remarks>
internal sealed class TokenFormat(string prefix)
{
    public const int RandomLength = 36;
    public const int ChecksumLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>The format of an instance. Its prefix marks the instance's tokens, so that a finder knows where to report one.</summary>
    /// <exception cref="OptionsValidationException">The prefix is none that a scanner could tell from ordinary text.</exception>
    public static TokenFormat Configured(string? prefix) => prefix is null ? new("pt")
        : prefix.Length is >= 2 and <= 16 && prefix.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) ? new(prefix)
        : throw new OptionsValidationException("Tokens:Prefix", typeof(TokenFormat), [$"Tokens:Prefix is '{prefix}'; it must be 2 to 16 lower case letters and digits, such as acme."]);

    /// <summary><c>pt</c>, unless <c>Tokens:Prefix</c> says otherwise.</summary>
    public string Prefix { get; } = prefix;

    private int Length => Prefix.Length + 2 + RandomLength + ChecksumLength;

    public string Create(TokenKind kind)
    {
        var random = RandomNumberGenerator.GetString(Alphabet, RandomLength);
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(random, checksum);
        return $"{StartOf(kind)}{random}{checksum}";
    }

    /// <summary>True where the text begins as a token does, whatever follows.</summary>
    public bool HasPrefix(ReadOnlySpan<char> text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>True where the text could be a token: prefix, length, characters and checksum are right.</summary>
    public bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !HasPrefix(text) || text[Prefix.Length] is not ('u' or 's' or 'a') || text[Prefix.Length + 1] != '_')
        {
            return false;
        }

        var random = text.Slice(Prefix.Length + 2, RandomLength);
        if (random.ContainsAnyExcept(Characters))
        {
            return false;
        }

        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(random, checksum);
        return text[^ChecksumLength..].SequenceEqual(checksum);
    }

    /// <summary>What may be shown of a secret: its prefix with the first four characters, and the last four.</summary>
    public string Display(string secret) => $"{secret[..(Prefix.Length + 2 + 4)]}…{secret[^4..]}";

    /// <summary>What a secret scanner looks for.</summary>
    public string Pattern => $"{Prefix}[usa]_[0-9A-Za-z]{{{RandomLength + ChecksumLength}}}";

    /// <summary>The same for one kind.</summary>
    public string PatternOf(TokenKind kind) => $"{StartOf(kind)}[0-9A-Za-z]{{{RandomLength + ChecksumLength}}}";

    /// <summary>How every token of a kind begins.</summary>
    public string StartOf(TokenKind kind) => $"{Prefix}{LetterOf(kind)}_";

    private static char LetterOf(TokenKind kind) => kind switch
    {
        TokenKind.User => 'u',
        TokenKind.Service => 's',
        _ => 'a',
    };

    private static void WriteChecksum(ReadOnlySpan<char> random, Span<char> checksum)
    {
        Span<byte> bytes = stackalloc byte[RandomLength];
        Encoding.ASCII.GetBytes(random, bytes);
        var value = Crc32.HashToUInt32(bytes);
        for (var at = ChecksumLength - 1; at >= 0; at--)
        {
            (value, var digit) = Math.DivRem(value, 62);
            checksum[at] = Alphabet[(int)digit];
        }
    }
}
