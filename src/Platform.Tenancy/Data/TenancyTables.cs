using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Data;

internal static class TenancyTables
{
    extension(PlatformDbContext db)
    {
        public DbSet<Organization> Organizations => db.Set<Organization>();

        public DbSet<FormerSlug> FormerSlugs => db.Set<FormerSlug>();

        public DbSet<Operator> Operators => db.Set<Operator>();

        public DbSet<SupportEntry> SupportEntries => db.Set<SupportEntry>();

        /// <summary>An operator's entries, and those whose time is over, whichever organization was entered.</summary>
        public IQueryable<SupportEntry> SupportEntriesOfEveryOrganization => db.Set<SupportEntry>().OfEveryOrganization();
    }

    public static void MapTenancy(this ModelBuilder model)
    {
        model.Entity<Organization>(organization =>
        {
            organization.ToTable("tenancy_organization");
            organization.Property(x => x.Slug).HasMaxLength(63);
            organization.HasIndex(x => x.Slug).IsUnique();
        });
        model.Entity<FormerSlug>(former =>
        {
            former.ToTable("tenancy_former_slug");
            former.Property(x => x.Slug).HasMaxLength(63);
            former.HasIndex(x => x.Slug);
            former.HasIndex(x => x.OrganizationId);
        });
        model.Entity<Operator>(op =>
        {
            op.ToTable("tenancy_operator");
            op.HasIndex(x => x.AccountId).IsUnique();
        });
        model.Entity<SupportEntry>(entry =>
        {
            entry.ToTable("tenancy_support_entry");
            entry.Property(x => x.Reason).HasMaxLength(SupportEntry.MaxReason);
            entry.Property(x => x.EndedByKind).HasMaxLength(20);
            entry.Property(x => x.EndedAt).IsConcurrencyToken();
            entry.HasIndex(x => new { x.OrganizationId, x.CreatedAt });
            entry.HasIndex(x => new { x.OperatorAccountId, x.EndedAt });
            entry.HasIndex(x => new { x.EndedAt, x.Until });
        });
    }
}
