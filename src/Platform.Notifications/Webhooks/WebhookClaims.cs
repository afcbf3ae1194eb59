using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Webhooks;

/// <summary>A delivery that this node is to try.</summary>
/// <param name="Call">Null where its webhook is told of nothing any more.</param>
internal sealed record ClaimedDelivery(Guid OrganizationId, Guid WebhookId, Guid DeliveryId, Guid Claim, WebhookCall? Call);

/// <summary>
/// Shares what is due among the nodes: whoever claims a row first tries it, until the claim ends. A node that dies holds its rows
/// for no longer than that.
/// </summary>
internal sealed partial class WebhookClaims(PlatformDbContext db, WriteGate gate, TimeProvider time, ILogger<WebhookClaims> logger)
{
    /// <summary>Longer than an attempt may take, together with noting what came of it.</summary>
    public static readonly TimeSpan Held = WebhookClient.Patience + TimeSpan.FromSeconds(40);

    private const int RowsAtATime = 64;

    /// <summary>Claims what is due and has a slot, the longest waiting first. One organization's failure does not stop the others'.</summary>
    public async IAsyncEnumerable<ClaimedDelivery> TakeAsync(Slots slots, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var more = true;
        while (more && !slots.AreAllTaken)
        {
            var now = time.UtcNow();
            var (organizations, webhooks) = (slots.BusyOrganizations, slots.BusyWebhooks);
            var due = await db.WebhookDeliveriesOfEveryOrganization.AsNoTracking()
                .Where(delivery => delivery.DueAt <= now && !webhooks.Contains(delivery.WebhookId) && !organizations.Contains(delivery.OrganizationId))
                .OrderBy(delivery => delivery.DueAt)
                .Take(RowsAtATime)
                .Select(delivery => new { delivery.Id, delivery.OrganizationId, delivery.WebhookId })
                .ToListAsync(cancellationToken);
            more = due.Count == RowsAtATime;
            foreach (var own in due.Where(row => slots.TryTake(row.OrganizationId, row.WebhookId)).GroupBy(row => row.OrganizationId))
            {
                var wanted = own.ToDictionary(row => row.Id, row => row.WebhookId);
                List<ClaimedDelivery> got = [];
                try
                {
                    got = await ClaimAsync(own.Key, [.. wanted.Keys], now, cancellationToken);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    LogNotClaimed(failure, own.Key);
                    more = false;
                }

                got.ForEach(delivery => wanted.Remove(delivery.DeliveryId));
                foreach (var webhookId in wanted.Values)
                {
                    slots.Free(own.Key, webhookId);
                }

                foreach (var delivery in got)
                {
                    yield return delivery;
                }
            }
        }
    }

    private async Task<List<ClaimedDelivery>> ClaimAsync(Guid organizationId, List<Guid> ids, DateTime now, CancellationToken cancellationToken)
    {
        using var _ = db.Scope.Within(organizationId);
        var (claim, until) = (Guid.CreateVersion7(), now + Held);
        using (await gate.EnterAsync(cancellationToken))
        {
            await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id) && delivery.DueAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.DueAt, until).SetProperty(delivery => delivery.Claim, claim), CancellationToken.None);
        }

        var deliveries = await db.WebhookDeliveries.AsNoTracking().Where(delivery => ids.Contains(delivery.Id) && delivery.Claim == claim).ToListAsync(cancellationToken);
        var named = deliveries.Select(delivery => delivery.WebhookId).Distinct().ToList();
        var webhooks = await db.Webhooks.AsNoTracking()
            .Where(webhook => named.Contains(webhook.Id) && webhook.Status == WebhookStatus.Active)
            .ToDictionaryAsync(webhook => webhook.Id, cancellationToken);
        return [.. deliveries.Select(delivery => new ClaimedDelivery(organizationId, delivery.WebhookId, delivery.Id, claim, webhooks.GetValueOrDefault(delivery.WebhookId) is { } webhook
            ? new WebhookCall(webhook.Url, delivery.MessageId, delivery.Body, webhook.SecretsAt(now))
            : null))];
    }

    [LoggerMessage(LogLevel.Warning, "Webhook deliveries of organization {Organization} could not be claimed; trying again")]
    private partial void LogNotClaimed(Exception failure, Guid organization);
}
