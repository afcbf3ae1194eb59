using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Personnel.SignIn;

/// <summary>
/// Time-based one-time passwords (RFC 6238): SHA-1, 6 digits, steps of 30 s, as every authenticator app has them. Identity's
/// own provider looks at the machine's clock, takes a code for minutes and takes it again; this one does not.
/// </summary>
internal static class Totp
{
    private const int KeyLength = 20;
    private const int StepSeconds = 30;
    private const int Drift = 1;
    private const string Issuer = "Platform";
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    public static bool IsCode(string text) => text.Length == 6 && text.All(char.IsAsciiDigit);

    /// <summary>The time step whose code this is: the present one, the one before or the one after; null where it is none's.</summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="now">The present time.</param>
    /// <param name="lastStep">The last step that was taken: it and earlier ones are not taken again.</param>
    public static long? StepOf(byte[] key, string code, DateTime now, long lastStep)
    {
        var present = StepAt(now);
        long? found = null;
        for (var step = present - Drift; step <= present + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(key, step)), Encoding.UTF8.GetBytes(code)) && step > lastStep)
            {
                found ??= step;
            }
        }

        return found;
    }

    public static long StepAt(DateTime now) => new DateTimeOffset(now).ToUnixTimeSeconds() / StepSeconds;

    public static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>RFC 4648 section 6, without padding: how people type a key.</summary>
    public static string ToBase32(byte[] key)
    {
        var text = new StringBuilder((key.Length * 8 / 5) + 1);
        var (buffer, bits) = (0, 0);
        foreach (var value in key)
        {
            (buffer, bits) = ((buffer << 8) | value, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32Alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits == 0 ? text.ToString() : text.Append(Base32Alphabet[(buffer << (5 - bits)) & 31]).ToString();
    }

    /// <summary>What the QR code says to an authenticator app.</summary>
    public static string UriOf(byte[] key, string email) =>
        $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(email)}?secret={ToBase32(key)}&issuer={Issuer}&algorithm=SHA1&digits=6&period={StepSeconds}";
}
