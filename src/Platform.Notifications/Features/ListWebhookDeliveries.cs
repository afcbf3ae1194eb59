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

/// <summary>One event on its way to a webhook.</summary>
/// <param name="MessageId">The header <c>webhook-id</c>: the same at every attempt, and when it is sent anew.</param>
/// <param name="Status"><c>pending</c>, <c>delivered</c>, <c>failed</c> (given up after 3 days), or <c>cancelled</c> (the webhook was disabled).</param>
/// <param name="Attempts">Attempts since it was made, or last sent anew.</param>
/// <param name="NextAttemptAt">Null once it is settled.</param>
/// <param name="LastStatusCode">The status of the last answer; null where there was none.</param>
internal record DeliveryAnswer(
    Guid Id, string MessageId, string Event, string Status, DateTime CreatedAt, int Attempts, DateTime? LastAttemptAt, int? LastStatusCode, DateTime? NextAttemptAt)
{
    public static DeliveryAnswer Of(WebhookDelivery delivery) => new(
        delivery.Id,
        Signature.MessageId(delivery.MessageId),
        delivery.Event,
        delivery.Status.ToString().ToLowerInvariant(),
        delivery.CreatedAt,
        delivery.Attempts,
        delivery.LastAttemptAt,
        delivery.LastStatusCode,
        delivery.DueAt);
}

internal sealed record ListWebhookDeliveriesQuery(Guid WebhookId, PageRequest Page, string? Status) : IQuery<Result<Page<DeliveryAnswer>>>;

internal static class ListWebhookDeliveries
{
    private static readonly Sorting<WebhookDelivery> Sorting = Sorting<WebhookDelivery>.ByDefault("-createdAt").With("createdAt", delivery => delivery.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, IMediator mediator, string? limit, string? cursor, string? sort, string? status, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListWebhookDeliveriesQuery(id, page.Value, status), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListWebhookDeliveriesQuery, Result<Page<DeliveryAnswer>>>
    {
        public async Task<Result<Page<DeliveryAnswer>>> Handle(ListWebhookDeliveriesQuery request, CancellationToken cancellationToken)
        {
            if (!await db.Webhooks.AnyAsync(webhook => webhook.Id == request.WebhookId, cancellationToken))
            {
                return GetWebhook.NotFound;
            }

            var deliveries = db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.WebhookId == request.WebhookId);
            if (request.Status is { Length: > 0 } text)
            {
                var names = Enum.GetValues<DeliveryStatus>().ToDictionary(known => known.ToString().ToLowerInvariant());
                if (!names.TryGetValue(text, out var status))
                {
                    return Error.Invalid("status", $"status must be one of {string.Join(", ", names.Keys)}.");
                }

                deliveries = deliveries.Where(delivery => delivery.Status == status);
            }

            return await Sorting.PageAsync<DeliveryAnswer>(
                deliveries, request.Page, page => Task.FromResult<IReadOnlyList<DeliveryAnswer>>([.. page.Select(DeliveryAnswer.Of)]), cancellationToken);
        }
    }
}
