using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.Notifications.Webhooks;

/// <summary>
/// Keeps the secrets that sign: encrypted by AES-256-GCM under <c>Webhooks:EncryptionKey</c> where that is set, else as they are,
/// like the keys that sign access tokens.
/// </summary>
internal sealed class SecretBox
{
    private const byte AsItIs = 0;
    private const byte Encrypted = 1;
    private const int KeyLength = 32;

    private readonly byte[]? _key;

    /// <exception cref="OptionsValidationException">The key is none.</exception>
    public SecretBox(IConfiguration configuration)
    {
        if (configuration["Webhooks:EncryptionKey"] is not { Length: > 0 } text)
        {
            return;
        }

        _key = new byte[KeyLength];
        if (!Convert.TryFromBase64String(text, _key, out var length) || length != KeyLength)
        {
            throw new OptionsValidationException("Webhooks", typeof(SecretBox), ["Webhooks:EncryptionKey must be 32 random bytes in base64, as `openssl rand -base64 32` makes them."]);
        }
    }

    public byte[] Close(byte[] secret)
    {
        if (_key is null)
        {
            return [AsItIs, .. secret];
        }

        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (cipher, tag) = (new byte[secret.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce, secret, cipher, tag);
        return [Encrypted, .. nonce, .. tag, .. cipher];
    }

    /// <exception cref="CryptographicException">It was encrypted under another key.</exception>
    public byte[] Open(byte[] kept)
    {
        if (kept[0] == AsItIs)
        {
            return kept[1..];
        }

        if (_key is null)
        {
            throw new CryptographicException("There is no key.");
        }

        var rest = kept.AsSpan(1);
        var nonce = rest[..AesGcm.NonceByteSizes.MaxSize];
        var tag = rest.Slice(nonce.Length, AesGcm.TagByteSizes.MaxSize);
        var cipher = rest[(nonce.Length + tag.Length)..];
        var secret = new byte[cipher.Length];
        using var aes = new AesGcm(_key, tag.Length);
        aes.Decrypt(nonce, cipher, tag, secret);
        return secret;
    }
}
