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
internal sealed record PruneWebhooks : IRequest<Result<int>>;

internal sealed record PruneSomeDeliveries : ICommand<Result<int>>;

internal sealed class PruneWebhooksHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
    IRequestHandler<PruneWebhooks, Result<int>>, IRequestHandler<PruneSomeDeliveries, Result<int>>
{
    /// <summary>So few that a writer of another organization hardly waits.</summary>
    private const int AtOnce = 200;

    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    public async Task<Result<int>> Handle(PruneWebhooks request, CancellationToken cancellationToken)
    {
        // Most organizations have none, and need no transaction to find that out.
        var (pruned, left) = (0, await db.WebhookDeliveries.AnyAsync(cancellationToken));
        while (left)
        {
            var some = await mediator.Send(new PruneSomeDeliveries(), cancellationToken);
            if (some.Error is { } error)
            {
                return error;
            }

            (pruned, left) = (pruned + some.Value, some.Value == AtOnce);
        }

        return pruned;
    }

    public async Task<Result<int>> Handle(PruneSomeDeliveries request, CancellationToken cancellationToken)
    {
        var (madeBefore, webhooks) = (time.UtcNow() - Keep, db.Webhooks);
        var ids = await db.WebhookDeliveries
            .Where(delivery => (delivery.Status != DeliveryStatus.Pending && delivery.CreatedAt < madeBefore) || !webhooks.Any(webhook => webhook.Id == delivery.WebhookId))
            .OrderBy(delivery => delivery.CreatedAt)
            .Select(delivery => delivery.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        await db.WebhookAttempts.Where(attempt => ids.Contains(attempt.DeliveryId)).ExecuteDeleteAsync(cancellationToken);
        await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id)).ExecuteDeleteAsync(cancellationToken);
        return ids.Count;
    }
}
