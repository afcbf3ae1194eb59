using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platform.Contracts.Personnel;
using Platform.Kernel.Auditing;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.Personnel.SignIn;

/// <summary>
/// Signs API tokens in the format <c>jwt</c>, and checkpoints of the audit log, with the keys of the access tokens. The header is
/// written by hand, since its type must come first.
/// </summary>
internal sealed class ApiTokenSigner(SigningKeys keys, Caller caller) :
    IRequestHandler<PrepareSigning, Result>, IRequestHandler<SignApiToken, string>, IRequestHandler<SignCheckpoint, string>, IRequestHandler<GetSigningKeys, IReadOnlyList<PublicSigningKey>>
{
    private const string CheckpointType = "audit-checkpoint+jwt";

    public async Task<Result> Handle(PrepareSigning request, CancellationToken cancellationToken)
    {
        await keys.GetAsync(cancellationToken);
        return Result.Done;
    }

    public async Task<string> Handle(SignApiToken request, CancellationToken cancellationToken)
    {
        var claims = new JsonObject
        {
            [JwtRegisteredClaimNames.Iss] = caller.PublicAddress,
            [JwtRegisteredClaimNames.Jti] = request.TokenId.ToString(),
            ["org"] = request.OrganizationId.ToString(),
            [JwtRegisteredClaimNames.Sub] = request.SubjectId.ToString(),
            ["scope"] = string.Join(' ', request.Scopes),
            [JwtRegisteredClaimNames.Iat] = new DateTimeOffset(request.IssuedAt).ToUnixTimeSeconds(),
        };
        if (request.ExpiresAt is { } end)
        {
            claims[JwtRegisteredClaimNames.Exp] = new DateTimeOffset(end).ToUnixTimeSeconds();
        }

        return await SignAsync(SignedApiToken.Type, claims, cancellationToken);
    }

    public Task<string> Handle(SignCheckpoint request, CancellationToken cancellationToken) => SignAsync(
        CheckpointType,
        new JsonObject
        {
            ["org"] = request.OrganizationId.ToString(),
            ["seq"] = request.Sequence,
            ["hash"] = request.Hash,
            [JwtRegisteredClaimNames.Iat] = new DateTimeOffset(request.At).ToUnixTimeSeconds(),
        },
        cancellationToken);

    public async Task<IReadOnlyList<PublicSigningKey>> Handle(GetSigningKeys request, CancellationToken cancellationToken) =>
        [.. (await keys.GetAsync(cancellationToken)).Select(ToPublic)];

    private async Task<string> SignAsync(string type, JsonObject claims, CancellationToken cancellationToken)
    {
        var key = (await keys.GetAsync(cancellationToken))[0];
        var header = $$"""{"typ":"{{type}}","alg":"ES256","kid":{{JsonSerializer.Serialize(key.KeyId)}}}""";
        var content = $"{Encode(header)}.{Encode(claims.ToJsonString())}";
        var signature = key.ECDsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static PublicSigningKey ToPublic(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicSigningKey("EC", "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId, "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
