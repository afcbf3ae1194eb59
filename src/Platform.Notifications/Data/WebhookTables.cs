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

        /// <summary>For who looks what is due, whosever it is.</summary>
        public IQueryable<WebhookDelivery> WebhookDeliveriesOfEveryOrganization => db.Set<WebhookDelivery>().OfEveryOrganization();
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
    }
}
