using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>A one-time link by which an account's owner chooses a new password. Only its hash is kept.</summary>
[OfOrganization(nameof(MadeIn))]
[NotExported("A link is its account's, and lives for a day at most; the log says who made it")]
internal sealed class ResetLink : AuditedEntity, IInstanceWide, INoGrantEffect
{
    /// <summary>How long a link that goes by mail or stands on the console is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How long a link is good for that an administrator hands over.</summary>
    public static readonly TimeSpan LifetimeByHand = TimeSpan.FromHours(24);

    private ResetLink()
    {
    }

    /// <param name="account">Whose password it resets.</param>
    /// <param name="tokenHash">The hash of the link's secret.</param>
    /// <param name="madeIn">The organization whose administrator made it; <see cref="OrganizationScope.Instance"/> for the host itself.</param>
    public ResetLink(Account account, byte[] tokenHash, Guid madeIn, DateTime now)
    {
        (AccountId, Email, TokenHash, MadeIn, CreatedAt) = (account.Id, account.Email, tokenHash, madeIn, now);
        ExpiresAt = now + (IsByHand ? LifetimeByHand : Lifetime);
    }

    public Guid AccountId { get; private init; }

    public string Email { get; private init; } = "";

    [NotAudited]
    public byte[] TokenHash { get; private init; } = [];

    public Guid MadeIn { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public DateTime ExpiresAt { get; private init; }

    public DateTime? EndedAt { get; private set; }

    /// <summary>True where an organization's administrator hands it over.</summary>
    public bool IsByHand => MadeIn != OrganizationScope.Instance;

    public override string AuditKind => "reset-link";

    public override string AuditName => Email;

    public override Guid AuditChain => MadeIn;

    public bool IsOpenAt(DateTime now) => EndedAt is null && now < ExpiresAt;

    public void Use(DateTime now)
    {
        EndedAt = now;
        LogAs("reset-link.used");
    }

    /// <summary>A newer one takes its place, or the password was changed otherwise.</summary>
    public void Withdraw(DateTime now)
    {
        EndedAt = now;
        LogAs("reset-link.withdrawn");
    }
}
