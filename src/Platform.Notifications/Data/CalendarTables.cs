using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Data;

internal static class CalendarTables
{
    extension(PlatformDbContext db)
    {
        public DbSet<CalendarKey> CalendarKeys => db.Set<CalendarKey>();

        /// <summary>For a calendar, which has nothing but the key.</summary>
        public IQueryable<CalendarKey> CalendarKeysOfEveryOrganization => db.Set<CalendarKey>().OfEveryOrganization();
    }

    public static void MapCalendar(this ModelBuilder model) => model.Entity<CalendarKey>(key =>
    {
        key.ToTable("notifications_calendar_key");
        key.Property(x => x.Hash).HasMaxLength(32);
        key.HasIndex(x => x.Hash).IsUnique();
        key.HasIndex(x => new { x.OrganizationId, x.PersonId }).IsUnique();
    });
}
