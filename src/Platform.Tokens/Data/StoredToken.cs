using System.Data.Common;
using Platform.Kernel.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Data;

/// <summary>What of a token its grant rests on, with the service account whose it may be: one read by the secret's hash.</summary>
internal sealed record StoredToken(
    Guid Id,
    Guid OrganizationId,
    TokenKind Kind,
    Guid OwnerId,
    string Display,
    IReadOnlyList<string>? Scopes,
    IReadOnlyList<string>? AllowedAddresses,
    int? RateLimitPerMinute,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? RevokedAt,
    Guid? ReplacedById,
    DateTime? ReplacedAt,
    Guid? ReplacesId,
    DateTime? FirstUsedAt,
    DateTime? UsedLateAt,
    StoredToken.ServiceAccountPart? Account)
{
    /// <summary>Tokens by their secret, which alone leads to the organization.</summary>
    public const string ByHash = """
        SELECT t.id, t.organization_id, t.kind, t.owner_id, t.display, t.scopes, t.allowed_addresses, t.rate_limit_per_minute, t.created_at,
            t.expires_at, t.revoked_at, t.replaced_by_id, t.replaced_at, t.replaces_id, t.first_used_at, t.used_late_at,
            a.name, a.status, a.permissions
        FROM tokens_token t LEFT JOIN tokens_service_account a ON a.id = t.owner_id AND a.organization_id = t.organization_id
        WHERE t.hash = @key
        """;

    public static StoredToken Read(DbDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        (TokenKind)row.GetInt32(2),
        row.GetGuid(3),
        row.GetString(4),
        row.TextsOrNull(5),
        row.TextsOrNull(6),
        row.NumberOrNull(7),
        row.Time(8),
        row.TimeOrNull(9),
        row.TimeOrNull(10),
        row.GuidOrNull(11),
        row.TimeOrNull(12),
        row.GuidOrNull(13),
        row.TimeOrNull(14),
        row.TimeOrNull(15),
        row.TextOrNull(16) is { } name ? new ServiceAccountPart(name, (ServiceAccountStatus)row.GetInt32(17) == ServiceAccountStatus.Active, row.TextsOrNull(18) ?? []) : null);

    /// <summary>As <see cref="Token.IsLiveAt"/>.</summary>
    public bool IsLiveAt(DateTime now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);

    internal sealed record ServiceAccountPart(string Name, bool IsActive, IReadOnlyList<string> Permissions);
}
