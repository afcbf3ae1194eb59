using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

internal sealed record RedeliverWebhookDeliveryCommand(Guid WebhookId, Guid DeliveryId) : ICommand<Result<DeliveryAnswer>>;

/// <summary>Sends a delivery anew, whatever has come of it: the same id and body, and again for up to 3 days.</summary>
internal static class RedeliverWebhookDelivery
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, Guid deliveryId, IMediator mediator, DeliverySignal signal, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new RedeliverWebhookDeliveryCommand(id, deliveryId), cancellationToken);
        signal.Set();
        return result.Error is { } error ? error.ToProblem() : TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries/{deliveryId}", result.Value);
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<RedeliverWebhookDeliveryCommand, Result<DeliveryAnswer>>
    {
        public async Task<Result<DeliveryAnswer>> Handle(RedeliverWebhookDeliveryCommand request, CancellationToken cancellationToken)
        {
            var webhook = await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.WebhookId, cancellationToken);
            var delivery = webhook is null
                ? null
                : await db.WebhookDeliveries.SingleOrDefaultAsync(row => row.Id == request.DeliveryId && row.WebhookId == webhook.Id, cancellationToken);
            if (delivery is null)
            {
                return GetWebhookDelivery.NotFound;
            }

            if (webhook!.Status != WebhookStatus.Active)
            {
                return TestWebhook.Disabled;
            }

            delivery.Redeliver(time.UtcNow());
            return DeliveryAnswer.Of(delivery);
        }
    }
}
