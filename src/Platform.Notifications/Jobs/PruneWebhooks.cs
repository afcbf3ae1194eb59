using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Jobs;

/// <summary>
/// Forgets what was made 30 days ago and is settled, and all of webhooks that are gone. No command itself: each part of it is one, short as all
/// writing is.
/// </summary>
internal sealed record PruneWebhooks : IRequest<Result>;

/// <summary>True where there is nothing left.</summary>
internal sealed record PruneWebhooksPart : ICommand<Result<bool>>;

internal sealed class PruneWebhooksHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
    IRequestHandler<PruneWebhooks, Result>, IRequestHandler<PruneWebhooksPart, Result<bool>>
{
    /// <summary>So few that a writer of another organization hardly waits.</summary>
    private const int RowsAtATime = 200;

    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    public async Task<Result> Handle(PruneWebhooks request, CancellationToken cancellationToken)
    {
        // Most organizations have none, and need no transaction to find that out.
        var left = await db.WebhookDeliveries.AnyAsync(cancellationToken);
        while (left)
        {
            var part = await mediator.Send(new PruneWebhooksPart(), cancellationToken);
            if (part.Error is { } error)
            {
                return error;
            }

            left = !part.Value;
        }

        return Result.Done;
    }

    public async Task<Result<bool>> Handle(PruneWebhooksPart request, CancellationToken cancellationToken)
    {
        var (madeBefore, webhooks) = (time.UtcNow() - Keep, db.Webhooks);
        var ids = await db.WebhookDeliveries
            .Where(delivery => (delivery.Status != DeliveryStatus.Pending && delivery.CreatedAt < madeBefore) || !webhooks.Any(webhook => webhook.Id == delivery.WebhookId))
            .OrderBy(delivery => delivery.CreatedAt)
            .Select(delivery => delivery.Id)
            .Take(RowsAtATime)
            .ToListAsync(cancellationToken);
        await db.WebhookAttempts.Where(attempt => ids.Contains(attempt.DeliveryId)).ExecuteDeleteAsync(cancellationToken);
        await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id)).ExecuteDeleteAsync(cancellationToken);
        return ids.Count < RowsAtATime;
    }
}
