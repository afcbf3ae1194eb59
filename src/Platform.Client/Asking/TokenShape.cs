using System.Text;

namespace Platform.Client.Asking;

/// <summary>What can't be a token is refused here, so that no flood of made-up ones reaches the instance.</summary>
internal static class TokenShape
{
    private const int RandomLength = 36;
    private const int ChecksumLength = 6;
    private const int LongestPrefix = 16;
    private const int LongestSigned = 8192;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(at =>
    {
        var value = (uint)at;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        }

        return value;
    })];

    /// <summary>True for an opaque token with the right checksum, whatever the instance's prefix, and for whatever is signed (JWT).</summary>
    public static bool CanBe(ReadOnlySpan<char> secret) =>
        secret.StartsWith("eyJ", StringComparison.Ordinal) ? secret.Length <= LongestSigned && secret.Count('.') == 2 && Ascii.IsValid(secret) : IsOpaque(secret);

    /// <summary>CRC32 (as zlib has it) of the random characters, in base62, stands at the end.</summary>
    private static bool IsOpaque(ReadOnlySpan<char> secret)
    {
        var prefix = secret.Length - RandomLength - ChecksumLength - 2;
        if (prefix is < 2 or > LongestPrefix || secret[prefix] is not ('u' or 's' or 'a') || secret[prefix + 1] != '_')
        {
            return false;
        }

        var value = uint.MaxValue;
        foreach (var c in secret.Slice(prefix + 2, RandomLength))
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }

            value = (value >> 8) ^ Table[(byte)(value ^ c)];
        }

        value = ~value;
        for (var at = secret.Length - 1; at >= secret.Length - ChecksumLength; at--)
        {
            (value, var digit) = Math.DivRem(value, 62);
            if (secret[at] != Alphabet[(int)digit])
            {
                return false;
            }
        }

        return true;
    }
}
