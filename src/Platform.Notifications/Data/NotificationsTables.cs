using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Data;

internal static class NotificationsTables
{
    extension(PlatformDbContext db)
    {
        public DbSet<Notice> Notices => db.Set<Notice>();
    }

    public static void MapNotifications(this ModelBuilder model) => model.Entity<Notice>(notice =>
    {
        notice.ToTable("notifications_notice");
        notice.Property(x => x.Event).HasMaxLength(60);
        notice.Property(x => x.Body).HasMaxLength(2000);
        notice.HasIndex(x => new { x.MessageId, x.PersonId }).IsUnique();
        notice.HasIndex(x => new { x.OrganizationId, x.PersonId, x.CreatedAt });
    });
}
