using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Notifications.Webhooks;

/// <summary>Secrets and signatures by the Standard Webhooks specification: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class Signature
{
    private const string Prefix = "whsec_";
    private const int SecretLength = 32;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>As people copy it.</summary>
    public static string Show(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    public static string MessageId(Guid id) => $"msg_{id:N}";

    /// <summary>Whole seconds since 1970.</summary>
    public static string Timestamp(DateTime at) => new DateTimeOffset(at).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>One signature for each secret, a space between.</summary>
    public static string Sign(IEnumerable<byte[]> secrets, string id, string timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}");
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
