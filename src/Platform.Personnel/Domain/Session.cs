using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>
/// One signed-in device. Its access tokens die with it. It is the account's, so that it can move between organizations
/// without a new password.
/// </summary>
[OfOrganization(nameof(LastOrganizationId))]
[NotExported("A session is its account's, which may be in other organizations; the log has each sign-in here")]
internal sealed class Session : AuditedEntity, IInstanceWide, IGrantSource
{
    /// <summary>How long a session lives without a refresh.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(30);

    private bool _standingChanged;

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

    /// <summary>True where a second factor was given, when it was opened or since, and the account still has one.</summary>
    public bool SecondFactor { get; private set; }

    [NotAudited]
    public string? Address { get; private set; }

    [NotAudited]
    public string? UserAgent { get; private set; }

    public override string AuditKind => "session";

    public override string AuditName => Email;

    public override Guid AuditChain => LastOrganizationId;

    public static Session Start(Account account, Guid organizationId, bool secondFactor, Device device, DateTime now)
    {
        var session = new Session
        {
            AccountId = account.Id,
            Email = account.Email,
            SecondFactor = secondFactor,
            CreatedAt = now,
        };
        session.Seen(organizationId, device, now);
        session.LogAs("session.started");
        return session;
    }

    public bool IsOpenAt(DateTime now) => EndedAt is null && now < ExpiresAt;

    /// <summary>Each reload of a page does: what the log is told of is another organization, address or program than before.</summary>
    public void Refreshed(Guid organizationId, Device device, DateTime now)
    {
        var isAsBefore = organizationId == LastOrganizationId && device == new Device(Address, UserAgent);
        Seen(organizationId, device, now);
        if (!isAsBefore)
        {
            LogAs("session.refreshed");
        }
    }

    /// <summary>A second factor was enrolled from within the session, which proved it.</summary>
    public void GiveSecondFactor()
    {
        if (!SecondFactor)
        {
            (SecondFactor, _standingChanged) = (true, true);
            LogAs("session.second-factor-given");
        }
    }

    /// <summary>The account has no second factor any more: what was given counts no more.</summary>
    public void LoseSecondFactor()
    {
        (SecondFactor, _standingChanged) = (false, true);
        LogAs("session.second-factor-lost");
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
        change == EntityState.Added || !(EndedAt is not null || _standingChanged) ? [] : [new Drop(DropKind.Credential, Id)];

    private void Seen(Guid organizationId, Device device, DateTime now)
    {
        (LastOrganizationId, LastSeenAt, ExpiresAt) = (organizationId, now, now + IdleLifetime);
        (Address, UserAgent) = (device.Address, device.UserAgent);
    }
}

/// <summary>Where a session is used from.</summary>
internal sealed record Device(string? Address, string? UserAgent)
{
    public static Device Of(Caller caller) => new(caller.Address?.ToString(), caller.UserAgent);
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
