using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Data;

internal static class RolesTables
{
    extension(PlatformDbContext db)
    {
        public DbSet<Role> Roles => db.Set<Role>();

        public DbSet<RoleAssignment> RoleAssignments => db.Set<RoleAssignment>();

        public DbSet<Application> Applications => db.Set<Application>();

        /// <summary>True where another role of the organization has the name, in whichever case.</summary>
        public Task<bool> IsRoleNameTakenAsync(string name, Guid? but, CancellationToken cancellationToken)
        {
            var normalized = Role.Normalize(name);
            return db.Set<Role>().AnyAsync(role => role.NormalizedName == normalized && role.Id != but, cancellationToken);
        }

        /// <summary>
        /// Makes changes that depend on who has a role meet at its row, so that of two administrators who end each other at the
        /// same moment the second finds itself the last one.
        /// </summary>
        public void MeetAt(Role role) => db.Entry(role).Property(row => row.Name).IsModified = true;

        /// <summary>Whose roles hold a permission that leaves the catalogue.</summary>
        public IQueryable<Role> RolesOfEveryOrganization => db.Set<Role>().OfEveryOrganization();

        /// <summary>The catalogue as it is now.</summary>
        public async Task<Catalogue> ReadCatalogueAsync(CancellationToken cancellationToken)
        {
            var applications = await db.Set<Application>().AsNoTracking().OrderBy(application => application.NormalizedName).ToListAsync(cancellationToken);
            return new Catalogue(Catalogue.OwnEntries.Concat(applications.SelectMany(Catalogue.Of)));
        }
    }

    public static void MapRoles(this ModelBuilder model)
    {
        model.Entity<Role>(role =>
        {
            role.ToTable("roles_role");
            role.Property(x => x.Name).HasMaxLength(100);
            role.Property(x => x.NormalizedName).HasMaxLength(100);
            role.HasIndex(x => new { x.OrganizationId, x.NormalizedName }).IsUnique();
        });
        model.Entity<RoleAssignment>(assignment =>
        {
            assignment.ToTable("roles_assignment");
            assignment.Property(x => x.RoleName).HasMaxLength(100);
            assignment.HasIndex(x => new { x.PersonId, x.RoleId }).IsUnique();
            assignment.HasIndex(x => new { x.OrganizationId, x.RoleId });
        });
        model.Entity<Application>(application =>
        {
            application.ToTable("roles_application");
            application.Property(x => x.Name).HasMaxLength(100);
            application.Property(x => x.NormalizedName).HasMaxLength(100);
            application.HasIndex(x => x.NormalizedName).IsUnique();
        });
    }
}
