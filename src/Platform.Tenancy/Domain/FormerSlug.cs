using Platform.Kernel.Data;

namespace Platform.Tenancy.Domain;

/// <summary>
/// A slug that an organization has given up. For a while it still leads there, and is nobody else's to take; its organization may
/// have it back. The organization's own log has the change.
/// </summary>
[OfOrganization(nameof(OrganizationId))]
internal sealed class FormerSlug : Entity, IInstanceWide, INoGrantEffect
{
    /// <summary>How long it leads to its organization.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>How many an organization may have at a time: whoever renames it every day must not take up every name.</summary>
    public const int AtMost = 5;

    private FormerSlug()
    {
    }

    public FormerSlug(Guid organizationId, string slug, DateTime now) =>
        (OrganizationId, Slug, ReplacedAt, EndsAt) = (organizationId, slug, now, now + Lifetime);

    public Guid OrganizationId { get; private init; }

    public string Slug { get; private init; } = "";

    public DateTime ReplacedAt { get; private init; }

    public DateTime EndsAt { get; private init; }
}
