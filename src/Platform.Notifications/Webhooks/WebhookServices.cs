using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Notifications;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Results;
using Platform.Notifications.Features;
using Platform.Notifications.Jobs;

namespace Platform.Notifications.Webhooks;

/// <summary>The part of the module's door that belongs to webhooks.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TargetRules(configuration));
        services.AddSingleton(new SecretBox(configuration));
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<DeliverySignal>();
        services.AddScoped<WebhookClaims>();
        services.AddHostedService<WebhookDispatcher>();
        services.AddSingleton<AuditStreamSignal>();
        services.AddScoped<AuditStreams>();
        services.AddScoped<AuditSubscriptions>();
        services.AddHostedService<AuditStreamer>();
        services.AddJob(new Job("webhooks-prune", TimeSpan.FromHours(1), () => new PruneWebhooks(), PerOrganization: true) { Description = "Forgets old deliveries of webhooks" });
    }

    public static void MapWebhooks(this IEndpointRouteBuilder api, string tag)
    {
        var webhooks = api.MapGroup("/webhooks").WithTags(tag);
        webhooks.MapGet("", ListWebhooks.Endpoint).Named("ListWebhooks", "List the organization's webhooks").Answers<Page<WebhookAnswer>>().Requires(NotificationsPermissions.ReadWebhooks);
        webhooks.MapPost("", CreateWebhook.Endpoint).Named("CreateWebhook", "Make a webhook; its secret is shown this once").Answers<WebhookSecretAnswer>(StatusCodes.Status201Created).Requires(NotificationsPermissions.WriteWebhooks)
            .Refuses(ErrorCodes.Conflict, "The organization has as many webhooks as it may");
        webhooks.MapGet("/events", ListWebhookEvents.Endpoint).Named("ListWebhookEvents", "List the events that webhooks may be told of").Answers<IReadOnlyList<WebhookEventAnswer>>().Requires(NotificationsPermissions.ReadWebhooks);
        webhooks.MapGet("/{id:guid}", GetWebhook.Endpoint).Named("GetWebhook", "Read a webhook").Answers<WebhookAnswer>().Requires(NotificationsPermissions.ReadWebhooks);
        webhooks.MapPatch("/{id:guid}", UpdateWebhook.Endpoint).Named("UpdateWebhook", "Change, disable or enable a webhook").Answers<WebhookAnswer>().TakesIfMatch().Requires(NotificationsPermissions.WriteWebhooks);
        webhooks.MapDelete("/{id:guid}", DeleteWebhook.Endpoint).Named("DeleteWebhook", "Delete a webhook; what it has not been told of is given up").Answers().Requires(NotificationsPermissions.WriteWebhooks);
        webhooks.MapPost("/{id:guid}/test", TestWebhook.Endpoint).Named("TestWebhook", "Send a webhook the event webhook.test, once").Answers<DeliveryAnswer>(StatusCodes.Status202Accepted).Requires(NotificationsPermissions.WriteWebhooks)
            .Refuses(ErrorCodes.Conflict, "The webhook is disabled");
        webhooks.MapPost("/{id:guid}/rotate-secret", RotateWebhookSecret.Endpoint).Named("RotateWebhookSecret", "Replace a webhook's secret; both sign for a while").Answers<WebhookSecretAnswer>().Requires(NotificationsPermissions.WriteWebhooks);
        webhooks.MapGet("/{id:guid}/deliveries", ListWebhookDeliveries.Endpoint).Named("ListWebhookDeliveries", "List a webhook's deliveries, the newest first").Answers<Page<DeliveryAnswer>>().Requires(NotificationsPermissions.ReadWebhooks);
        webhooks.MapGet("/{id:guid}/deliveries/{deliveryId:guid}", GetWebhookDelivery.Endpoint).Named("GetWebhookDelivery", "Read a delivery with its attempts: what was sent, and what came back").Answers<DeliveryDetailAnswer>().Requires(NotificationsPermissions.ReadWebhooks);
        webhooks.MapPost("/{id:guid}/deliveries/{deliveryId:guid}/redeliver", RedeliverWebhookDelivery.Endpoint).Named("RedeliverWebhookDelivery", "Send a delivery anew").Answers<DeliveryAnswer>(StatusCodes.Status202Accepted).Requires(NotificationsPermissions.WriteWebhooks)
            .Refuses(ErrorCodes.Conflict, "The webhook is disabled");
    }
}
