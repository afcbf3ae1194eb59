using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

internal enum TokenKind
{
    User,
    Service,
    Application,
}

/// <summary>
/// An API token: whose it is, what it may do, until when. The secret itself is not here, only its SHA-256. An application's
/// token belongs to the instance.
/// </summary>
internal sealed class Token : AuditedEntity, IOrganizationScoped, IVersioned, IGrantSource
{
    /// <summary>How long before its end a token counts as expiring.</summary>
    public static readonly TimeSpan ExpiringWithin = TimeSpan.FromDays(30);

    private Token()
    {
    }

    public Guid OrganizationId { get; private init; }

    public TokenKind Kind { get; private init; }

    /// <summary>The person, service account or application.</summary>
    public Guid OwnerId { get; private init; }

    public string Name { get; private init; } = "";

    public string? Description { get; private init; }

    public List<string> Integrations { get; private init; } = [];

    /// <summary>SHA-256 of the secret.</summary>
    [NotAudited]
    public byte[] Hash { get; private init; } = [];

    public string Display { get; private init; } = "";

    /// <summary>What it may do, within what its owner may do; null for all of that, now and later.</summary>
    public List<string>? Scopes { get; private set; }

    /// <summary>CIDRs it may be used from; empty for anywhere.</summary>
    public List<string> AllowedAddresses { get; private init; } = [];

    public DateTime CreatedAt { get; private init; }

    public string CreatedByKind { get; private init; } = "";

    public Guid CreatedById { get; private init; }

    public string CreatedByName { get; private init; } = "";

    public DateTime? ExpiresAt { get; private init; }

    public DateTime? RevokedAt { get; private set; }

    public string? RevokedByKind { get; private set; }

    public Guid? RevokedById { get; private set; }

    public string? RevokedByName { get; private set; }

    public string? RevokedReason { get; private set; }

    /// <summary>
    /// What only one live token of the organization may have: a person's one slot, or a service token's name. Cleared when the
    /// token dies, so that the index which enforces it knows no time.
    /// </summary>
    [NotAudited]
    public string? LiveKey { get; private set; }

    [NotAudited]
    public DateTime? LastUsedAt { get; private init; }

    [NotAudited]
    public string? LastUsedIp { get; private init; }

    [NotAudited]
    public long UseCount { get; private init; }

    /// <summary>Whether its end has been told already.</summary>
    [NotAudited]
    public bool ExpiryAnnounced { get; private set; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "token";

    public override string AuditName => $"{Name} ({Display})";

    public static Token Issue(NewToken wanted, string secret, TokenFormat format, Actor by, DateTime now)
    {
        var token = new Token
        {
            Kind = wanted.Kind,
            OwnerId = wanted.OwnerId,
            Name = wanted.Name.Trim(),
            Description = wanted.Description,
            Integrations = [.. wanted.Integrations],
            Hash = SecretHash.Of(secret).ToArray(),
            Display = format.Display(secret),
            Scopes = wanted.Scopes is null ? null : [.. wanted.Scopes],
            AllowedAddresses = [.. wanted.AllowedAddresses],
            ExpiresAt = wanted.ExpiresAt ?? now + wanted.Lifetime,
            CreatedAt = now,
            CreatedByKind = by.Kind,
            CreatedById = by.Id,
            CreatedByName = by.Name,
            LiveKey = LiveKeyOf(wanted.Kind, wanted.OwnerId, wanted.Name),
        };
        return token;
    }

    public static string LiveKeyOf(TokenKind kind, Guid ownerId, string name) => kind switch
    {
        TokenKind.User => $"person:{ownerId}",
        TokenKind.Service => $"name:{name.Trim().ToLowerInvariant()}",
        _ => $"application:{ownerId}:{name.Trim().ToLowerInvariant()}",
    };

    public bool IsExpiredAt(DateTime now) => ExpiresAt is { } end && now >= end;

    public bool IsLiveAt(DateTime now) => RevokedAt is null && !IsExpiredAt(now);

    /// <summary>As the API says it: <c>active</c>, <c>expiring</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public string StatusAt(DateTime now) =>
        RevokedAt is not null ? "revoked"
        : IsExpiredAt(now) ? "expired"
        : ExpiresAt - now <= ExpiringWithin ? "expiring"
        : "active";

    /// <summary>Ends it, once and for all.</summary>
    public void Revoke(Actor by, string? reason, DateTime now)
    {
        if (RevokedAt is not null)
        {
            throw new InvalidOperationException("A token is revoked once.");
        }

        (RevokedAt, RevokedReason, LiveKey) = (now, reason, null);
        (RevokedByKind, RevokedById, RevokedByName) = (by.Kind, by.Id, by.Name);
        LogAs("token.revoked");
    }

    /// <summary>Permissions have left the catalogue. A token left with no scope may do nothing.</summary>
    /// <param name="names">Short forms.</param>
    public void Lose(IReadOnlySet<string> names)
    {
        Scopes = Scopes?.FindAll(scope => !scope.IsAmong(names));
        LogAs("token.scopes-removed");
    }

    /// <summary>Notes that it has come to its end, which frees its name.</summary>
    public void Expire()
    {
        (ExpiryAnnounced, LiveKey) = (true, null);
        LogAs("token.expired");
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Credential, Id)];
}

/// <summary>A token to be issued.</summary>
/// <param name="ExpiresAt">When it ends; where null, <paramref name="Lifetime"/> from its creation; where that is null too, never.</param>
internal sealed record NewToken(
    TokenKind Kind,
    Guid OwnerId,
    string Name,
    string? Description,
    IReadOnlyList<string> Integrations,
    IReadOnlyList<string>? Scopes,
    IReadOnlyList<string> AllowedAddresses,
    DateTime? ExpiresAt = null,
    TimeSpan? Lifetime = null);
