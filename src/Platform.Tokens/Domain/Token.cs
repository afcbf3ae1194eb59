using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

/// <summary>
/// An API token: whose it is, what it may do, until when. The secret itself is not here, only its SHA-256. An application's
/// token belongs to the instance.
/// </summary>
internal sealed class Token : AuditedEntity, IOrganizationScoped, IVersioned, IGrantSource
{
    /// <summary>How long before its end a token counts as expiring.</summary>
    public static readonly TimeSpan ExpiringWithin = TimeSpan.FromDays(30);

    /// <summary>Where a token without an end stands among the ends.</summary>
    public static readonly DateTime Never = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private Token()
    {
    }

    public Guid OrganizationId { get; private init; }

    public TokenKind Kind { get; private init; }

    public SecretForm Form { get; private init; }

    /// <summary>The person, service account or application.</summary>
    public Guid OwnerId { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>In lower case, to be sorted by.</summary>
    [NotAudited]
    public string SearchName { get; private set; } = "";

    public string? Description { get; private set; }

    public List<string> Integrations { get; private set; } = [];

    /// <summary>SHA-256 of the secret.</summary>
    [NotAudited]
    public byte[] Hash { get; private init; } = [];

    public string Display { get; private init; } = "";

    /// <summary>What it may do, within what its owner may do; null for all of that, now and later.</summary>
    public List<string>? Scopes { get; private set; }

    /// <summary>CIDRs it may be used from; empty for anywhere.</summary>
    public List<string> AllowedAddresses { get; private set; } = [];

    /// <summary>Requests a minute; null for the organization's default.</summary>
    public int? RateLimitPerMinute { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public string CreatedByKind { get; private init; } = "";

    public Guid CreatedById { get; private init; }

    public string CreatedByName { get; private init; } = "";

    public DateTime? ExpiresAt { get; private set; }

    /// <summary>The same, to be sorted by: <see cref="Never"/> where it has no end.</summary>
    [NotAudited]
    public DateTime EndsAt { get; private set; }

    /// <summary>What has been noted of it. Whether its time has come is for the clock to say.</summary>
    [NotAudited]
    public TokenState State { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    public string? RevokedByKind { get; private set; }

    public Guid? RevokedById { get; private set; }

    public string? RevokedByName { get; private set; }

    public string? RevokedReason { get; private set; }

    /// <summary>The token that took its place.</summary>
    public Guid? ReplacedById { get; private set; }

    public DateTime? ReplacedAt { get; private set; }

    /// <summary>The token whose place it took.</summary>
    public Guid? ReplacesId { get; private init; }

    /// <summary>Whether its first use ends the one that it replaces.</summary>
    public bool EndsReplacedOnFirstUse { get; private init; }

    /// <summary>When a replacement was first used: noted before that request was answered. Null for what replaces nothing.</summary>
    [NotAudited]
    public DateTime? FirstUsedAt { get; private set; }

    /// <summary>When somebody used it after it had been replaced and had ended; told of once.</summary>
    public DateTime? UsedLateAt { get; private set; }

    /// <summary>
    /// What only one live token of the organization may have: one of a person's places, or a service token's name. Cleared when
    /// the token dies or is replaced, so that the index which enforces it knows no time.
    /// </summary>
    [NotAudited]
    public string? LiveKey { get; private set; }

    [NotAudited]
    public DateTime? LastUsedAt { get; private init; }

    /// <summary>The same, to be sorted by: the epoch where it was never used.</summary>
    [NotAudited]
    public DateTime UsedAt { get; private init; } = DateTime.UnixEpoch;

    [NotAudited]
    public string? LastUsedIp { get; private init; }

    [NotAudited]
    public string? LastUsedAgent { get; private init; }

    [NotAudited]
    public long UseCount { get; private init; }

    /// <summary>When it was told last that nobody uses it.</summary>
    [NotAudited]
    public DateTime? UnusedNoticeAt { get; private init; }

    /// <summary>Whether its end has been told already.</summary>
    [NotAudited]
    public bool ExpiryAnnounced { get; private set; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "token";

    public override string AuditName => $"{Name} ({Display})";

    /// <summary>The person whose token it is; null for a service account's or an application's.</summary>
    public Guid? OwnerPersonId => Kind == TokenKind.User ? OwnerId : null;

    /// <summary>The person who made it; null where a service account or an operator has.</summary>
    public Guid? CreatorPersonId => CreatedByKind == "person" ? CreatedById : null;

    public static Token Issue(NewToken wanted, string secret, TokenFormat format, Actor by, DateTime now)
    {
        var token = new Token
        {
            Id = wanted.Id,
            Kind = wanted.Kind,
            Form = wanted.Form,
            OwnerId = wanted.OwnerId,
            Description = wanted.Description,
            Integrations = [.. wanted.Integrations],
            Hash = SecretHash.Of(secret).ToArray(),
            Display = wanted.Form == SecretForm.Opaque ? format.Display(secret) : $"{secret[..4]}…{secret[^4..]}",
            Scopes = wanted.Scopes is null ? null : [.. wanted.Scopes],
            AllowedAddresses = [.. wanted.AllowedAddresses],
            RateLimitPerMinute = wanted.RateLimitPerMinute,
            ReplacesId = wanted.ReplacesId,
            EndsReplacedOnFirstUse = wanted.EndsReplacedOnFirstUse,
            CreatedAt = now,
            CreatedByKind = by.Kind,
            CreatedById = by.Id,
            CreatedByName = by.Name,
            LiveKey = LiveKeyOf(wanted.Kind, wanted.OwnerId, wanted.Name, wanted.Place),
        };
        token.Call(wanted.Name);
        token.EndAt(wanted.ExpiresAt ?? now + wanted.Lifetime);
        return token;
    }

    /// <param name="kind">Whose it is.</param>
    /// <param name="ownerId">The person, service account or application.</param>
    /// <param name="name">What a service account's or an application's is called.</param>
    /// <param name="place">Which of a person's places, from 0.</param>
    public static string LiveKeyOf(TokenKind kind, Guid ownerId, string name, int place = 0) => kind switch
    {
        TokenKind.User => place == 0 ? $"person:{ownerId}" : $"person:{ownerId}:{place}",
        TokenKind.Service => $"name:{Normalize(name)}",
        _ => $"application:{ownerId}:{Normalize(name)}",
    };

    /// <summary>Which of a person's places a key stands for.</summary>
    public static int PlaceOf(string? liveKey) =>
        liveKey?.Split(':') is ["person", _, var place] ? int.Parse(place, System.Globalization.CultureInfo.InvariantCulture) : 0;

    public static string Normalize(string name) => name.Trim().ToLowerInvariant();

    public bool IsExpiredAt(DateTime now) => ExpiresAt is { } end && now >= end;

    public bool IsLiveAt(DateTime now) => RevokedAt is null && !IsExpiredAt(now);

    /// <summary>As the API says it: <c>active</c>, <c>expiring</c>, <c>rotating</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public string StatusAt(DateTime now) =>
        RevokedAt is not null ? "revoked"
        : IsExpiredAt(now) ? "expired"
        : ReplacedById is not null ? "rotating"
        : ExpiresAt - now <= ExpiringWithin ? "expiring"
        : "active";

    /// <summary>One with the same settings, to take its place.</summary>
    public NewToken Successor(DateTime? expiresAt, int place) =>
        new(Kind, OwnerId, Name, Description, Integrations, Scopes, AllowedAddresses, expiresAt, null, RateLimitPerMinute, Form, place, Id);

    /// <summary>Ends it, once and for all.</summary>
    public void Revoke(Actor by, string? reason, DateTime now)
    {
        if (RevokedAt is not null)
        {
            throw new InvalidOperationException("A token is revoked once.");
        }

        (RevokedAt, RevokedReason, LiveKey, State) = (now, reason, null, TokenState.Revoked);
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
        _ = RevokedAt is null ? true : throw new InvalidOperationException("A revoked token does not expire.");
        (ExpiryAnnounced, LiveKey, State) = (true, null, TokenState.Expired);
        LogAs("token.expired");
    }

    /// <summary>Another takes its place. While it still lives, it lives until <paramref name="end"/> at most.</summary>
    public void ReplaceBy(Guid replacementId, DateTime end, DateTime now)
    {
        (ReplacedById, ReplacedAt, LiveKey) = (replacementId, now, null);
        if (IsLiveAt(now))
        {
            State = TokenState.Replaced;
            EndAt(ExpiresAt < end ? ExpiresAt : end);
        }

        LogAs("token.rotated");
    }

    /// <summary>A replacement has come into use.</summary>
    public void NoteFirstUse(DateTime now) => FirstUsedAt ??= now;

    /// <summary>Somebody still holds it, and has tried.</summary>
    public void NoteLateUse(DateTime now)
    {
        UsedLateAt ??= now;
        LogAs("token.used-after-rotation");
    }

    /// <summary>Takes what its page may say; the name of a live one is its key too.</summary>
    public void Describe(string name, string? description, IReadOnlyList<string> integrations)
    {
        Call(name);
        (Description, Integrations) = (description, [.. integrations]);
        if (LiveKey is not null && Kind != TokenKind.User)
        {
            LiveKey = LiveKeyOf(Kind, OwnerId, name);
        }
    }

    /// <summary>Takes where it may be used from, and how often.</summary>
    public void Bound(IReadOnlyList<string> allowedAddresses, int? rateLimitPerMinute) =>
        (AllowedAddresses, RateLimitPerMinute) = ([.. allowedAddresses], rateLimitPerMinute);

    /// <summary>Takes what it may do and until when from now on. Whether that is less than before, the rules have said.</summary>
    public void Narrow(IReadOnlyList<string>? scopes, DateTime? expiresAt)
    {
        Scopes = scopes is null ? null : [.. scopes];
        EndAt(expiresAt);
    }

    /// <summary>A policy brings its end forward.</summary>
    public void CapAt(DateTime end)
    {
        EndAt(end);
        LogAs("token.capped");
    }

    /// <summary>One that has expired is refused by the clock alone: no grant rests on what is noted of it then.</summary>
    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added || State == TokenState.Expired ? [] : [new Drop(DropKind.Credential, Id)];

    private void Call(string name) => (Name, SearchName) = (name.Trim(), Normalize(name));

    private void EndAt(DateTime? end) => (ExpiresAt, EndsAt) = (end, end ?? Never);
}
