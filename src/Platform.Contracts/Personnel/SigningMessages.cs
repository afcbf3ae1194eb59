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
