using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Data;

internal static class NotificationsTables
{
    private const int EventLength = 60;

    extension(PlatformDbContext db)
    {
        public DbSet<Notice> Notices => db.Set<Notice>();

        public DbSet<Preference> Preferences => db.Set<Preference>();

        public DbSet<QueuedMail> Mails => db.Set<QueuedMail>();
    }

    public static void MapNotifications(this ModelBuilder model)
    {
        model.Entity<Notice>(notice =>
        {
            notice.ToTable("notifications_notice");
            notice.Property(x => x.Event).HasMaxLength(EventLength);
            notice.Property(x => x.Body).HasMaxLength(2000);
            notice.HasIndex(x => new { x.MessageId, x.PersonId }).IsUnique();
            notice.HasIndex(x => new { x.OrganizationId, x.PersonId, x.CreatedAt });
            notice.HasIndex(x => new { x.OrganizationId, x.PersonId, x.ReadAt, x.CreatedAt });
        });
        model.Entity<Preference>(preference =>
        {
            preference.ToTable("notifications_preference");
            preference.Property(x => x.Event).HasMaxLength(EventLength);
            preference.HasIndex(x => new { x.PersonId, x.Event }).IsUnique();
        });
        model.Entity<QueuedMail>(mail =>
        {
            mail.ToTable("notifications_mail");
            mail.Property(x => x.Recipient).HasMaxLength(254);
            mail.Property(x => x.Kind).HasMaxLength(EventLength);
            mail.Property(x => x.Content).HasMaxLength(int.MaxValue);
            mail.Property(x => x.LastError).HasMaxLength(2000);
            mail.Property(x => x.ClaimedUntil).IsConcurrencyToken();
            mail.HasIndex(x => new { x.MessageId, x.Recipient }).IsUnique();
            mail.HasIndex(x => new { x.State, x.DueAt });
        });
    }
}
