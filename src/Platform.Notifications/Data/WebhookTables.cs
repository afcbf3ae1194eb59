using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Data;

internal static class WebhookTables
{
    extension(PlatformDbContext db)
    {
        public DbSet<Webhook> Webhooks => db.Set<Webhook>();

        public DbSet<WebhookDelivery> WebhookDeliveries => db.Set<WebhookDelivery>();

        public DbSet<WebhookAttempt> WebhookAttempts => db.Set<WebhookAttempt>();

        public DbSet<AuditStream> AuditStreams => db.Set<AuditStream>();

        /// <summary>For who looks what is due, whosever it is.</summary>
        public IQueryable<WebhookDelivery> WebhookDeliveriesOfEveryOrganization => db.Set<WebhookDelivery>().OfEveryOrganization();

        /// <summary>For who looks whose log has grown.</summary>
        public IQueryable<AuditStream> AuditStreamsOfEveryOrganization => db.Set<AuditStream>().OfEveryOrganization();
    }

    public static void MapWebhooks(this ModelBuilder model)
    {
        model.Entity<Webhook>(webhook =>
        {
            webhook.ToTable("notifications_webhook");
            webhook.Property(x => x.Url).HasMaxLength(TargetRules.LongestUrl);
            webhook.Property(x => x.DisabledReason).HasMaxLength(20);
            webhook.HasIndex(x => new { x.OrganizationId, x.CreatedAt });
        });
        model.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("notifications_delivery");
            delivery.Property(x => x.Event).HasMaxLength(60);
            delivery.Property(x => x.Body).HasMaxLength(int.MaxValue);
            delivery.Property(x => x.Claim).IsConcurrencyToken();
            delivery.HasIndex(x => new { x.MessageId, x.WebhookId }).IsUnique();
            delivery.HasIndex(x => new { x.WebhookId, x.CreatedAt });
            delivery.HasIndex(x => new { x.DueAt, x.WebhookId });
            delivery.HasIndex(x => new { x.OrganizationId, x.CreatedAt });
        });
        model.Entity<WebhookAttempt>(attempt =>
        {
            attempt.ToTable("notifications_attempt");
            attempt.Property(x => x.ResponseBody).HasMaxLength(WebhookClient.MostOfAnswer);
            attempt.HasIndex(x => x.DeliveryId);
        });
        model.Entity<AuditStream>(stream =>
        {
            stream.ToTable("notifications_audit_stream");
            stream.Property(x => x.DeliveryId).IsConcurrencyToken();
            stream.HasIndex(x => new { x.OrganizationId, x.WebhookId }).IsUnique();
        });
    }
}
