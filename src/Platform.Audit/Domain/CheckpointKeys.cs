using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Contracts.Personnel;

namespace Platform.Audit.Domain;

/// <summary>Public keys, by which signatures of checkpoints are checked.</summary>
internal sealed class CheckpointKeys : IDisposable
{
    private readonly Dictionary<string, ECDsa> _keys = [];

    public static CheckpointKeys Of(IEnumerable<PublicSigningKey> keys)
    {
        var opened = new CheckpointKeys();
        foreach (var key in keys)
        {
            opened.Add(key.Kid, key.X, key.Y);
        }

        return opened;
    }

    public int Count => _keys.Count;

    /// <summary>Takes a key of a JWK (RFC 7517); false where it is none of P-256.</summary>
    public bool TryAdd(JsonElement jwk)
    {
        try
        {
            return jwk.GetProperty("kty").ValueEquals("EC") && jwk.GetProperty("crv").ValueEquals("P-256")
                && Add(jwk.GetProperty("kid").GetString()!, jwk.GetProperty("x").GetString()!, jwk.GetProperty("y").GetString()!);
        }
        catch (Exception malformed) when (malformed is KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException or ArgumentNullException)
        {
            return false;
        }
    }

    /// <summary>True where one of the keys has signed just this.</summary>
    public bool HaveSigned(string signature, Guid chain, long sequence, ReadOnlySpan<byte> hash)
    {
        try
        {
            var parts = signature.Split('.');
            if (parts.Length != 3)
            {
                return false;
            }

            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var content = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            var says = content.RootElement;
            return header.RootElement.GetProperty("alg").ValueEquals("ES256")
                && _keys.TryGetValue(header.RootElement.GetProperty("kid").GetString() ?? "", out var key)
                && key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)
                && says.GetProperty("org").GetGuid() == chain
                && says.GetProperty("seq").GetInt64() == sequence
                && says.GetProperty("hash").ValueEquals(Convert.ToHexStringLower(hash));
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private bool Add(string kid, string x, string y)
    {
        if (!_keys.ContainsKey(kid))
        {
            var point = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) };
            _keys[kid] = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        }

        return true;
    }
}
