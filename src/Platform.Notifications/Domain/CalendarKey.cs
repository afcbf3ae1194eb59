using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

/// <summary>What one person's calendar asks for the feed with. The key itself is not here, only its SHA-256.</summary>
internal sealed class CalendarKey : AuditedEntity, IOrganizationScoped, INoGrantEffect
{
    private CalendarKey()
    {
    }

    public CalendarKey(Guid personId, byte[] hash, DateTime now) => (PersonId, Hash, CreatedAt) = (personId, hash, now);

    public Guid OrganizationId { get; private init; }

    public Guid PersonId { get; private init; }

    [NotAudited]
    public byte[] Hash { get; private set; } = [];

    public DateTime CreatedAt { get; private set; }

    public override string AuditKind => "calendar-key";

    public override string AuditName => "Calendar feed";

    /// <summary>The old one opens nothing any more.</summary>
    public void Renew(byte[] hash, DateTime now)
    {
        (Hash, CreatedAt) = (hash, now);
        LogAs("calendar-key.renewed");
    }
}
