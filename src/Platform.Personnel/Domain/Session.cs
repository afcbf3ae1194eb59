using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>
/// One signed-in device. Its access tokens die with it. It is the account's, so that it can move between organizations
/// without a new password.
/// </summary>
internal sealed class Session : AuditedEntity, IInstanceWide, IGrantSource
{
    /// <summary>How long a session lives without a refresh.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(30);

    private Session()
    {
    }

    public Guid AccountId { get; private init; }

    public string Email { get; private init; } = "";

    /// <summary>The organization that was chosen last; <see cref="OrganizationScope.Instance"/> for an operator in none.</summary>
    public Guid LastOrganizationId { get; private set; }

    public DateTime CreatedAt { get; private init; }

    [NotAudited]
    public DateTime LastSeenAt { get; private set; }

    [NotAudited]
    public DateTime ExpiresAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    public string? Address { get; private init; }

    public string? UserAgent { get; private init; }

    public override string AuditKind => "session";

    public override string AuditName => Email;

    public override Guid AuditChain => LastOrganizationId;

    public static Session Start(Account account, Guid organizationId, string? address, string? userAgent, DateTime now)
    {
        var session = new Session
        {
            AccountId = account.Id,
            Email = account.Email,
            LastOrganizationId = organizationId,
            CreatedAt = now,
            Address = address,
            UserAgent = userAgent,
        };
        session.Seen(organizationId, now);
        session.LogAs("session.started");
        return session;
    }

    public bool IsOpenAt(DateTime now) => EndedAt is null && now < ExpiresAt;

    public void Seen(Guid organizationId, DateTime now) =>
        (LastOrganizationId, LastSeenAt, ExpiresAt) = (organizationId, now, now + IdleLifetime);

    public void Refreshed(Guid organizationId, DateTime now)
    {
        Seen(organizationId, now);
        LogAs("session.refreshed");
    }

    public void End(string reason, DateTime now)
    {
        if (EndedAt is null)
        {
            (EndedAt, EndReason) = (now, reason);
            LogAs("session.ended");
        }
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added || EndedAt is null ? [] : [new Drop(DropKind.Credential, Id)];
}

/// <summary>A refresh token, good once. Spent ones are kept, so that one presented again is recognised.</summary>
internal sealed class RefreshToken : Entity, IInstanceWide, INoGrantEffect
{
    private RefreshToken()
    {
    }

    public RefreshToken(Guid sessionId, byte[] hash, DateTime now) => (SessionId, Hash, IssuedAt) = (sessionId, hash, now);

    public Guid SessionId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTime IssuedAt { get; private init; }

    public DateTime? SpentAt { get; private set; }

    public void Spend(DateTime now) => SpentAt ??= now;
}
