using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Tenancy.Domain;

/// <summary>
/// That an operator may read what is in an organization, why, and until when. It is the organization's row: its people see it,
/// and may end it.
/// </summary>
internal sealed class SupportEntry : AuditedEntity, IOrganizationScoped, IGrantSource
{
    public const int MaxReason = 500;

    /// <summary>Who has ended one whose time was over.</summary>
    public const string Time = "time";

    private SupportEntry()
    {
    }

    public Guid OrganizationId { get; private init; }

    public Guid OperatorAccountId { get; private init; }

    public string OperatorEmail { get; private init; } = "";

    public string Reason { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    /// <summary>When it ends by itself.</summary>
    public DateTime Until { get; private init; }

    public DateTime? EndedAt { get; private set; }

    /// <summary>The kind of who ended it, or <see cref="Time"/>.</summary>
    public string? EndedByKind { get; private set; }

    public string? EndedByName { get; private set; }

    public override string AuditKind => "support-entry";

    public override string AuditName => OperatorEmail;

    public static SupportEntry Open(Actor op, string reason, DateTime until, DateTime now)
    {
        var entry = new SupportEntry { OperatorAccountId = op.Id, OperatorEmail = op.Name, Reason = reason, CreatedAt = now, Until = until };
        entry.LogAs("support.entered");
        return entry;
    }

    public bool IsOpenAt(DateTime now) => EndedAt is null && now < Until;

    public void End(Actor by, DateTime now)
    {
        (EndedAt, EndedByKind, EndedByName) = (now, by.Kind, by.Name);
        LogAs("support.ended");
    }

    /// <summary>Its time was over before: from then on nothing was let in.</summary>
    public void RunOut()
    {
        (EndedAt, EndedByKind) = (Until, Time);
        LogAs("support.ended");
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Account, OperatorAccountId)];
}
