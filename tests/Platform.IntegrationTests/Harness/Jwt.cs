using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Platform.IntegrationTests.Harness;

/// <summary>A JWT taken apart and put together by hand, so that no library's care stands between a forger and the host.</summary>
public sealed record Jwt(JsonNode Header, JsonNode Claims, byte[] Signature)
{
    public static Jwt Read(string text)
    {
        var parts = text.Split('.');
        parts.Length.ShouldBe(3);
        return new Jwt(Json(parts[0]), Json(parts[1]), Base64Url.DecodeFromChars(parts[2]));
    }

    private string Signed => $"{Encode(Header)}.{Encode(Claims)}";

    public override string ToString() => $"{Signed}.{Base64Url.EncodeToString(Signature)}";

    /// <summary>True where the text is signed by the private half of this key.</summary>
    public static bool IsSignedBy(string text, JsonNode jwk)
    {
        using var key = ToKey(jwk);
        var end = text.LastIndexOf('.');
        return key.VerifyData(Encoding.ASCII.GetBytes(text, 0, end), Base64Url.DecodeFromChars(text.AsSpan(end + 1)), HashAlgorithmName.SHA256);
    }

    public static ECDsa ToKey(JsonNode jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(jwk.Text("x")), Y = Base64Url.DecodeFromChars(jwk.Text("y")) },
    });

    /// <summary>Changes a claim and keeps the signature.</summary>
    public Jwt WithClaim(string name, JsonNode? value) => this with { Claims = With(Claims, name, value) };

    public Jwt WithAlgorithm(string algorithm) => WithHeader("alg", algorithm);

    public Jwt WithHeader(string name, JsonNode? value) => this with { Header = With(Header, name, value) };

    public Jwt SignedWith(Func<byte[], byte[]> sign) => this with { Signature = sign(Encoding.ASCII.GetBytes(Signed)) };

    /// <summary>Null takes it out.</summary>
    private static JsonNode With(JsonNode node, string name, JsonNode? value)
    {
        var changed = node.DeepClone().AsObject();
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = value;
        }

        return changed;
    }

    private static JsonNode Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;

    private static string Encode(JsonNode node) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(node.ToJsonString()));
}
