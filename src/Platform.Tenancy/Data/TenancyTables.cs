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
    }
}
