using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Tenancy.Domain;

/// <summary>An account that runs the instance.</summary>
internal sealed class Operator : AuditedEntity, IInstanceWide, IGrantSource
{
    private Operator()
    {
    }

    public Operator(Guid accountId, string email, DateTime now) => (AccountId, Email, CreatedAt) = (accountId, email, now);

    public Guid AccountId { get; private init; }

    public string Email { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    /// <summary>Until when the invitation is good; null for who has joined. Nobody is an operator before that.</summary>
    public DateTime? InvitedUntil { get; private set; }

    public override string AuditKind => "operator";

    public override string AuditName => Email;

    /// <summary>Somebody who becomes an operator by a one-time link.</summary>
    public static Operator Invite(Guid accountId, string email, DateTime until, DateTime now)
    {
        var invited = new Operator(accountId, email, now) { InvitedUntil = until };
        invited.LogAs("operator.invited");
        return invited;
    }

    public void InviteAnew(DateTime until)
    {
        InvitedUntil = until;
        LogAs("operator.invited");
    }

    public void Join()
    {
        InvitedUntil = null;
        LogAs("operator.joined");
    }

    /// <summary>Its row is deleted with this.</summary>
    public void Remove() => LogAs("operator.removed");

    public IEnumerable<Drop> DropsOn(EntityState change) => [new Drop(DropKind.Account, AccountId)];
}
