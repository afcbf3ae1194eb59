using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

/// <summary>A delivery with all that was sent and came back.</summary>
/// <param name="Body">The request's body, the same at every attempt.</param>
/// <param name="Log">The attempts, the newest first.</param>
internal sealed record DeliveryDetailAnswer([property: JsonIgnore] DeliveryAnswer Delivery, string Body, IReadOnlyList<AttemptAnswer> Log) : DeliveryAnswer(Delivery);

/// <summary>One try of a delivery.</summary>
/// <param name="DurationMilliseconds">From the look-up of the name to the end of the answer.</param>
/// <param name="RequestHeaders">As they were sent.</param>
/// <param name="StatusCode">Null where no answer came.</param>
/// <param name="Error">Why no answer came.</param>
/// <param name="ResponseBody">The first 4,000 characters.</param>
internal sealed record AttemptAnswer(
    DateTime At, int DurationMilliseconds, IReadOnlyDictionary<string, string> RequestHeaders, int? StatusCode, string? Error, string? ResponseBody)
{
    public static AttemptAnswer Of(WebhookAttempt attempt, Guid messageId) => new(
        attempt.At,
        attempt.Milliseconds,
        new Dictionary<string, string>
        {
            ["content-type"] = "application/json",
            ["webhook-id"] = Signature.MessageId(messageId),
            ["webhook-timestamp"] = Signature.Timestamp(attempt.At),
            ["webhook-signature"] = attempt.Signature,
        },
        attempt.StatusCode,
        attempt.Error,
        attempt.ResponseBody);
}

internal sealed record GetWebhookDeliveryQuery(Guid WebhookId, Guid DeliveryId) : IQuery<Result<DeliveryDetailAnswer>>;

internal static class GetWebhookDelivery
{
    private const int MostAttempts = 100;

    public static readonly Error NotFound = Error.NotFound("delivery");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, Guid deliveryId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetWebhookDeliveryQuery(id, deliveryId), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, AuditSubscriptions subscriptions) : IRequestHandler<GetWebhookDeliveryQuery, Result<DeliveryDetailAnswer>>
    {
        public async Task<Result<DeliveryDetailAnswer>> Handle(GetWebhookDeliveryQuery request, CancellationToken cancellationToken)
        {
            // Once its webhook is deleted it is only waiting to be forgotten.
            var webhooks = db.Webhooks;
            var delivery = await db.WebhookDeliveries.AsNoTracking()
                .Where(row => row.Id == request.DeliveryId && row.WebhookId == request.WebhookId && webhooks.Any(webhook => webhook.Id == row.WebhookId))
                .SingleOrDefaultAsync(cancellationToken);
            if (delivery is null)
            {
                return NotFound;
            }

            if (delivery.Event == WebhookEvents.AuditAppended && subscriptions.CheckMayRead() is { } denied)
            {
                return denied;
            }

            var attempts = await db.WebhookAttempts.AsNoTracking().Where(attempt => attempt.DeliveryId == delivery.Id)
                .OrderByDescending(attempt => attempt.At).Take(MostAttempts).ToListAsync(cancellationToken);
            return new DeliveryDetailAnswer(DeliveryAnswer.Of(delivery), delivery.Body, [.. attempts.Select(attempt => AttemptAnswer.Of(attempt, delivery.MessageId))]);
        }
    }
}
