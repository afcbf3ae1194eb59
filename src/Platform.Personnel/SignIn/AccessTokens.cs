using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Http;

namespace Platform.Personnel.SignIn;

/// <summary>What an access token says of its holder. For reading; what its holder may do is looked up, never read from here.</summary>
internal sealed record AccessTokenClaims(
    Guid SubjectId, Guid SessionId, Guid? OrganizationId, string Name, string Email, IReadOnlyList<string> Permissions);

/// <summary>What a load takes from an access token whose signature is good.</summary>
internal sealed record SignedClaims(Guid SessionId, Guid? OrganizationId, DateTime IssuedAt, DateTime ExpiresAt);

/// <summary>Writes and checks access tokens: ES256 JWTs (RFC 7519) for one organization, good for 24 hours or less.</summary>
internal sealed class AccessTokens(SigningKeys keys, PublicAddress address, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const string Audience = "platform";
    private const int MostPermissionLetters = 4096;
    private const string SessionClaim = "sid";
    private const string OrganizationClaim = "org";

    /// <summary>As <c>iat</c>, in milliseconds: a second is too coarse to tell what came before a deactivation from what came after.</summary>
    private const string IssuedClaim = "issued";
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    /// <param name="claims">Whose it is.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <param name="issuer">The address of the instance, as its metadata has it at <c>/.well-known/oauth-authorization-server</c>.</param>
    /// <param name="cancellationToken">Ends the wait for the keys.</param>
    public async Task<string> WriteAsync(AccessTokenClaims claims, TimeSpan lifetime, string issuer, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var content = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = claims.SubjectId.ToString(),
            [SessionClaim] = claims.SessionId.ToString(),
            [IssuedClaim] = new DateTimeOffset(now).ToUnixTimeMilliseconds(),
            [JwtRegisteredClaimNames.Name] = claims.Name,
            [JwtRegisteredClaimNames.Email] = claims.Email,
            // Two sign-ins within a second must not give the same text.
            [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7().ToString(),
        };
        // For reading only. Where they are very many they are left out, since the token must fit into a header; GET /me has them.
        if (claims.Permissions.Sum(name => name.Length) <= MostPermissionLetters)
        {
            content["permissions"] = claims.Permissions.ToArray();
        }

        if (claims.OrganizationId is { } organization)
        {
            content[OrganizationClaim] = organization.ToString();
        }

        var signing = (await keys.GetAsync(cancellationToken))[0];
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = Audience,
            IssuedAt = now,
            Expires = now + lifetime,
            Claims = content,
            SigningCredentials = new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>The claims of an access token; null where the text is no token of this instance's keys.</summary>
    public async Task<SignedClaims?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var verdict = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            // Without PublicUrl the instance goes by many names; that the key is its own is what counts.
            ValidateIssuer = address.Configured is not null,
            ValidIssuer = address.Configured,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            // A key is meant by its name: one that is not ours does not fall back to those that are.
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeys = await keys.GetAsync(cancellationToken),
            // When it ends is judged on each request, by this host's clock and to the second.
            ValidateLifetime = false,
        });
        if (!verdict.IsValid || verdict.SecurityToken is not JsonWebToken token || !Guid.TryParse(ClaimOf(token, SessionClaim), out var session))
        {
            return null;
        }

        var organization = Guid.TryParse(ClaimOf(token, OrganizationClaim), out var id) ? id : (Guid?)null;
        var issuedAt = long.TryParse(ClaimOf(token, IssuedClaim), out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
            : token.IssuedAt;
        return new SignedClaims(session, organization, issuedAt, token.ValidTo);
    }

    private static string? ClaimOf(JsonWebToken token, string name) =>
        token.TryGetClaim(name, out Claim claim) ? claim.Value : null;
}
