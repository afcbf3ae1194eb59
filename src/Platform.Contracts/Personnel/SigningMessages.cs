using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Personnel;

/// <summary>
/// Makes sure that there is a key to sign with. To be sent before a command that signs: making the first key is a
/// transaction of its own.
/// </summary>
public sealed record PrepareSigning : IQuery<Result>;

/// <summary>
/// Writes an API token as a JWT (RFC 7519), signed with ES256 by the instance's newest key: <c>iss</c>, <c>jti</c>, <c>org</c>,
/// <c>sub</c>, <c>scope</c> (RFC 8693 section 4.2), <c>iat</c>, and <c>exp</c> where it ends. Times are whole seconds; the end is
/// never later than <paramref name="ExpiresAt"/>.
/// </summary>
/// <param name="TokenId">Its <c>jti</c>.</param>
/// <param name="SubjectId">Its <c>sub</c>: the service account.</param>
public sealed record SignApiToken(
    Guid TokenId, Guid OrganizationId, Guid SubjectId, IReadOnlyList<string> Scopes, DateTime IssuedAt, DateTime? ExpiresAt) : IQuery<string>;

/// <summary>
/// Signs a checkpoint of an audit chain with the instance's newest key: a compact JWS (RFC 7515), ES256, with <c>org</c>,
/// <c>seq</c>, <c>hash</c> and <c>iat</c>.
/// </summary>
/// <param name="OrganizationId">Whose chain it is; the empty id for the instance's own.</param>
/// <param name="Sequence">The last entry's number.</param>
/// <param name="Hash">Its hash, in hexadecimal.</param>
/// <param name="At">Now, in whole seconds.</param>
public sealed record SignCheckpoint(Guid OrganizationId, long Sequence, string Hash, DateTime At) : IQuery<string>;

/// <summary>The public halves of the keys that the instance signs with, the newest first.</summary>
public sealed record GetSigningKeys : IQuery<IReadOnlyList<PublicSigningKey>>;

/// <summary>A public key as a JWK (RFC 7517, RFC 7518 section 6.2).</summary>
public sealed record PublicSigningKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);
