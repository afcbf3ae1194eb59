using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>A one-time link by which a person joins, or an account becomes an operator. Only its hash is kept.</summary>
internal sealed class Invitation : AuditedEntity, IOrganizationScoped, INoGrantEffect
{
    /// <summary>How long a link is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation()
    {
    }

    public Invitation(Person person, byte[] tokenHash, DateTime now) =>
        (PersonId, PersonName, TokenHash, CreatedAt, ExpiresAt) = (person.Id, person.Name, tokenHash, now, now + Lifetime);

    /// <summary>Where the person joins; <see cref="OrganizationScope.Instance"/> for an operator.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>The person, or an operator's account.</summary>
    public Guid PersonId { get; private init; }

    public string PersonName { get; private init; } = "";

    [NotAudited]
    public byte[] TokenHash { get; private set; } = [];

    public DateTime CreatedAt { get; private init; }

    public DateTime ExpiresAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public bool IsForOperator => OrganizationId == OrganizationScope.Instance;

    public override string AuditKind => "invitation";

    public override string AuditName => PersonName;

    /// <summary>To be added in the instance's own scope.</summary>
    public static Invitation ForOperator(Account account, byte[] tokenHash, DateTime now) => new()
    {
        PersonId = account.Id,
        PersonName = account.Email,
        TokenHash = tokenHash,
        CreatedAt = now,
        ExpiresAt = now + Lifetime,
    };

    public bool IsOpenAt(DateTime now) => EndedAt is null && now < ExpiresAt;

    /// <summary>It is mailed, now or again: with a secret that was kept nowhere before, and good from now.</summary>
    public void Mail(byte[] tokenHash, DateTime now)
    {
        (TokenHash, ExpiresAt) = (tokenHash, now + Lifetime);
        LogAs("invitation.mailed");
    }

    public void Accept(DateTime now)
    {
        EndedAt = now;
        LogAs("invitation.accepted");
    }

    /// <summary>A newer one takes its place, or the person was deactivated.</summary>
    public void Withdraw(DateTime now)
    {
        EndedAt = now;
        LogAs("invitation.withdrawn");
    }
}
