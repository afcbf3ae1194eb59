using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Personnel.SignIn;

/// <summary>The secret of an invitation or a refresh token: 32 random bytes, of which only the hash is kept.</summary>
internal static class OneTimeSecret
{
    public static (string Secret, byte[] Hash) Create()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (secret, HashOf(secret));
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
