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

    public override string AuditKind => "operator";

    public override string AuditName => Email;

    public IEnumerable<Drop> DropsOn(EntityState change) => [new Drop(DropKind.Account, AccountId)];
}
