using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Reactions;

/// <summary>Puts each event on its way to the webhooks that are to be told of it.</summary>
internal sealed class WebhookDeliveryReaction(PlatformDbContext db, IMediator mediator, UnitOfWork work, DeliverySignal signal) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        if (WebhookEvents.Has(notification.Name) && await db.Webhooks.AnyAsync(webhook => webhook.Status == WebhookStatus.Active, cancellationToken))
        {
            await mediator.Send(new TellWebhooks(notification.Id, notification.Name, notification.Payload, notification.OccurredAt), cancellationToken);
            work.WhenCommitted(signal.Set);
        }
    }
}

/// <summary>Makes one delivery for each webhook of the organization in context, once for each message.</summary>
internal sealed record TellWebhooks(Guid MessageId, string Event, string Payload, DateTime OccurredAt) : ICommand<Result>;

internal sealed class TellWebhooksHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<TellWebhooks, Result>
{
    public async Task<Result> Handle(TellWebhooks request, CancellationToken cancellationToken)
    {
        var deliveries = db.WebhookDeliveries;
        var webhooks = await db.Webhooks.AsNoTracking()
            .Where(webhook => webhook.Status == WebhookStatus.Active && webhook.Events.Contains(request.Event) && webhook.CreatedAt <= request.OccurredAt)
            .Where(webhook => !deliveries.Any(delivery => delivery.MessageId == request.MessageId && delivery.WebhookId == webhook.Id))
            .Select(webhook => webhook.Id)
            .ToListAsync(cancellationToken);
        if (webhooks.Count > 0)
        {
            var body = WebhookEvents.Body(request.Event, request.OccurredAt, request.Payload);
            db.AddRange(webhooks.Select(id => new WebhookDelivery(id, request.MessageId, request.Event, body, time.UtcNow())));
        }

        return Result.Done;
    }
}
