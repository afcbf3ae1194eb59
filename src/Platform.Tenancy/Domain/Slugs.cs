using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Domain;

/// <summary>Who has which slug: an organization its own, and for a while the ones it had before.</summary>
internal sealed class Slugs(PlatformDbContext db)
{
    public const string Form = "slug must be 2 to 63 lower case letters, digits and single hyphens, and no id.";

    /// <summary>Gives an organization another slug; the one that it had leads there for 30 days more.</summary>
    public async Task<Error?> ChangeAsync(Organization organization, string slug, DateTime now, CancellationToken cancellationToken)
    {
        if (slug == organization.Slug)
        {
            return null;
        }

        var former = await db.FormerSlugs.Where(row => row.OrganizationId == organization.Id).ToListAsync(cancellationToken);
        db.RemoveRange(former.Where(row => row.EndsAt <= now || row.Slug == slug));
        if (former.Count(row => row.EndsAt > now && row.Slug != slug) >= FormerSlug.AtMost)
        {
            return Error.Conflict(
                $"The organization has had {FormerSlug.AtMost} other slugs lately, which still lead to it. It can have a new one after {former.Where(row => row.EndsAt > now).Min(row => row.EndsAt):yyyy-MM-dd HH:mm} UTC.");
        }

        db.Add(new FormerSlug(organization.Id, organization.Slug, now));
        organization.ChangeSlug(slug);
        await db.SaveChangesAsync(cancellationToken);
        return await CheckAsync(organization, now, cancellationToken);
    }

    /// <summary>
    /// The failure where the organization's slug still leads to another one. Asked after it was written: a rename that gives it up
    /// at the same time has then been waited for, and has left its row.
    /// </summary>
    public async Task<Error?> CheckAsync(Organization organization, DateTime now, CancellationToken cancellationToken) =>
        await db.FormerSlugs.AnyAsync(row => row.Slug == organization.Slug && row.OrganizationId != organization.Id && row.EndsAt > now, cancellationToken)
            ? Taken(organization.Slug)
            : null;

    public static Error Taken(string slug) => Error.Conflict($"The slug '{slug}' is taken. Choose a different one.");
}
