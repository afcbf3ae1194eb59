using System.Text.Json;
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

internal sealed record TestWebhookCommand(Guid Id) : ICommand<Result<DeliveryAnswer>>;

/// <summary>Sends the event <c>webhook.test</c>, once. The answer does not wait for it: <c>GET</c> the delivery to see what came of it.</summary>
internal static class TestWebhook
{
    public static readonly Error Disabled = Error.Conflict("The webhook is disabled, so that nothing is sent to it. Enable it first.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, DeliverySignal signal, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new TestWebhookCommand(id), cancellationToken);
        signal.Set();
        return result.Error is { } error ? error.ToProblem() : TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries/{result.Value.Id}", result.Value);
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<TestWebhookCommand, Result<DeliveryAnswer>>
    {
        public async Task<Result<DeliveryAnswer>> Handle(TestWebhookCommand request, CancellationToken cancellationToken)
        {
            if (await db.Webhooks.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } webhook)
            {
                return GetWebhook.NotFound;
            }

            if (webhook.Status != WebhookStatus.Active)
            {
                return Disabled;
            }

            var now = time.UtcNow();
            var body = WebhookEvents.Body(WebhookEvents.Test, now, JsonSerializer.Serialize(new { webhook.OrganizationId, WebhookId = webhook.Id }, JsonSerializerOptions.Web));
            var delivery = new WebhookDelivery(webhook.Id, Guid.CreateVersion7(), WebhookEvents.Test, body, now);
            db.Add(delivery);
            return DeliveryAnswer.Of(delivery);
        }
    }
}
