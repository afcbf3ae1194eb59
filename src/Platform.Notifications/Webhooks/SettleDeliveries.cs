using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Notifications;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Webhooks;

/// <param name="Outcome">Null where nothing was sent.</param>
internal sealed record EndedAttempt(ClaimedDelivery Claimed, CallOutcome? Outcome);

/// <summary>Notes what came of attempts of the organization in context, and disables the webhooks that are gone for good.</summary>
internal sealed record SettleDeliveries(IReadOnlyList<EndedAttempt> Ended) : ICommand<Result>;

internal sealed class SettleDeliveriesHandler(PlatformDbContext db, Events events, UnitOfWork work, AuditStreamSignal streams, TimeProvider time) : IRequestHandler<SettleDeliveries, Result>
{
    /// <summary>A webhook without a good answer for so long is dead.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromDays(5);

    private const int Gone = 410;

    public async Task<Result> Handle(SettleDeliveries request, CancellationToken cancellationToken)
    {
        var (ids, named) = (request.Ended.Select(ended => ended.Claimed.DeliveryId).ToList(), request.Ended.Select(ended => ended.Claimed.WebhookId).Distinct().ToList());
        var deliveries = await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id)).ToDictionaryAsync(delivery => delivery.Id, cancellationToken);
        var webhooks = await db.Webhooks.Where(webhook => named.Contains(webhook.Id)).ToDictionaryAsync(webhook => webhook.Id, cancellationToken);
        foreach (var ended in request.Ended)
        {
            if (deliveries.GetValueOrDefault(ended.Claimed.DeliveryId) is { } delivery)
            {
                Settle(delivery, ended, webhooks.GetValueOrDefault(delivery.WebhookId));
            }
        }

        await TakeFurtherAsync([.. deliveries.Values.Where(delivery => delivery is { Event: WebhookEvents.AuditAppended, Status: DeliveryStatus.Delivered }).Select(delivery => (Guid?)delivery.Id)], cancellationToken);
        foreach (var own in request.Ended.Where(ended => ended.Outcome is not null).GroupBy(ended => ended.Claimed.WebhookId))
        {
            if (webhooks.GetValueOrDefault(own.Key) is { Status: WebhookStatus.Active } webhook)
            {
                await JudgeAsync(webhook, [.. own.Select(ended => ended.Outcome!)], cancellationToken);
            }
        }

        return Result.Done;
    }

    private void Settle(WebhookDelivery delivery, EndedAttempt ended, Webhook? webhook)
    {
        if (ended.Outcome is { } outcome)
        {
            db.Add(new WebhookAttempt(delivery.Id, outcome.At, outcome.Milliseconds, outcome.Signature, outcome.StatusCode, outcome.Error, outcome.ResponseBody));
        }

        if (delivery.Claim != ended.Claimed.Claim)
        {
            // Somebody else has it, or it was sent anew meanwhile; or given up, and has come through after all.
            if (delivery.Status == DeliveryStatus.Cancelled && ended.Outcome is { IsGood: true } late)
            {
                delivery.Succeeded(late.At, late.StatusCode!.Value);
            }

            return;
        }

        switch (ended)
        {
            case { Outcome: { IsGood: true } good }:
                delivery.Succeeded(good.At, good.StatusCode!.Value);
                break;
            case { Outcome: { } bad }:
                delivery.Failed(bad.At, bad.StatusCode, time.UtcNow());
                if (delivery.Status == DeliveryStatus.Pending && (webhook is not { Status: WebhookStatus.Active } || bad.StatusCode == Gone))
                {
                    delivery.Cancel();
                }

                break;
            case { Claimed.Call: null }:
                delivery.Cancel();
                break;
        }
    }

    /// <summary>What was told of the log counts once it was taken, and the next may follow.</summary>
    private async Task TakeFurtherAsync(List<Guid?> delivered, CancellationToken cancellationToken)
    {
        if (delivered.Count > 0)
        {
            await db.AuditStreams.Where(stream => delivered.Contains(stream.DeliveryId)).ForEachAsync(stream => stream.Take(), cancellationToken);
            work.WhenCommitted(streams.Set);
        }
    }

    /// <summary>Whether the webhook still lives, from the outcomes of some attempts.</summary>
    private async Task JudgeAsync(Webhook webhook, IReadOnlyList<CallOutcome> outcomes, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (outcomes.Any(outcome => outcome.StatusCode == Gone))
        {
            await DisableAsync(webhook, Webhook.Gone, cancellationToken);
        }
        else if (outcomes.Any(outcome => outcome.IsGood))
        {
            await NoteAsync(webhook, null, cancellationToken);
        }
        else if (webhook.FailingSince is null)
        {
            await NoteAsync(webhook, now, cancellationToken);
        }
        else if (now - webhook.FailingSince >= DeadAfter)
        {
            await DisableAsync(webhook, Webhook.Failing, cancellationToken);
        }
    }

    /// <summary>Past the change tracker: that it fails is no change of anybody's, and raises no version that somebody is about to change.</summary>
    private async Task NoteAsync(Webhook webhook, DateTime? failingSince, CancellationToken cancellationToken)
    {
        if (webhook.FailingSince != failingSince)
        {
            await db.Webhooks.Where(row => row.Id == webhook.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.FailingSince, failingSince), cancellationToken);
        }
    }

    private async Task DisableAsync(Webhook webhook, string reason, CancellationToken cancellationToken)
    {
        webhook.Disable(reason);
        await db.SaveChangesAsync(cancellationToken);
        await db.StopDeliveriesAsync(webhook.Id, cancellationToken);
        await events.PublishAsync<WebhookDisabled>(new(webhook.OrganizationId, webhook.Id, webhook.Url, reason), cancellationToken);
    }
}

internal static class StoppedDeliveries
{
    /// <summary>Gives up what a webhook has not been told of yet.</summary>
    public static Task StopDeliveriesAsync(this PlatformDbContext db, Guid webhookId, CancellationToken cancellationToken) => db.WebhookDeliveries
        .Where(delivery => delivery.WebhookId == webhookId && delivery.Status == DeliveryStatus.Pending)
        .ExecuteUpdateAsync(
            set => set.SetProperty(delivery => delivery.Status, DeliveryStatus.Cancelled).SetProperty(delivery => delivery.DueAt, (DateTime?)null).SetProperty(delivery => delivery.Claim, (Guid?)null),
            cancellationToken);
}
