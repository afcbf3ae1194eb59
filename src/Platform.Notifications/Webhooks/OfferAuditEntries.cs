using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Webhooks;

/// <summary>Sends the next entries of the log of the organization in context to a webhook, unless some are on their way.</summary>
/// <param name="After">How far the stream had come when the entries were read.</param>
/// <param name="UpTo">The number of the last of them.</param>
/// <param name="Body">The JSON that is sent.</param>
internal sealed record OfferAuditEntries(Guid StreamId, long After, long UpTo, string Body) : ICommand<Result>;

internal sealed class OfferAuditEntriesHandler(PlatformDbContext db, UnitOfWork work, DeliverySignal signal, TimeProvider time) : IRequestHandler<OfferAuditEntries, Result>
{
    public async Task<Result> Handle(OfferAuditEntries request, CancellationToken cancellationToken)
    {
        // Another node may have been quicker: of two at once the stream's own row lets one through.
        var stream = await db.AuditStreams.SingleOrDefaultAsync(row => row.Id == request.StreamId, cancellationToken);
        if (stream is null
            || stream.Sequence != request.After
            || await db.WebhookDeliveries.AnyAsync(delivery => delivery.Id == stream.DeliveryId && delivery.Status == DeliveryStatus.Pending, cancellationToken))
        {
            return Result.Done;
        }

        var delivery = new WebhookDelivery(stream.WebhookId, Guid.CreateVersion7(), WebhookEvents.AuditAppended, request.Body, time.UtcNow());
        db.Add(delivery);
        stream.Offer(delivery.Id, request.UpTo);
        work.WhenCommitted(signal.Set);
        return Result.Done;
    }
}
