using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>The public halves of the signing keys (RFC 7517).</summary>
internal sealed record JsonWebKeys(IReadOnlyList<PublicKey> Keys);

internal sealed record PublicKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);

internal static class GetJwks
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(SigningKeys keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new JsonWebKeys([.. (await keys.GetAsync(cancellationToken)).Select(ToPublic)]));

    private static PublicKey ToPublic(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKey(
            "EC", "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId, "P-256", Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    }
}
