using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Audit;
using Platform.Kernel.Data;
using Platform.Kernel.Outbox;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Webhooks;

/// <summary>Rings when a webhook has taken entries of the log, so that it gets the next ones at once.</summary>
internal sealed class AuditStreamSignal : Signal;

/// <summary>
/// Looks for logs that have grown beyond what webhooks were told of, and makes the next delivery of each. No command pays for
/// that: nothing is written but one delivery for up to a hundred entries.
/// </summary>
internal sealed partial class AuditStreams(PlatformDbContext db, IMediator mediator, TimeProvider time, ILogger<AuditStreams> logger)
{
    private const int MostEntries = 100;

    /// <summary>A few long entries make a delivery of fewer.</summary>
    private const int MostCharacters = 256 * 1024;

    private const int ChainsAtATime = 500;

    /// <summary>One delivery for each webhook that waits for none. One organization's failure does not stop the others'.</summary>
    public async Task OfferAsync(CancellationToken cancellationToken)
    {
        var (webhooks, deliveries) = (db.Webhooks, db.WebhookDeliveries);
        var waiting = await db.AuditStreamsOfEveryOrganization.AsNoTracking()
            .Where(stream => webhooks.Any(webhook => webhook.Id == stream.WebhookId && webhook.Status == WebhookStatus.Active))
            .Where(stream => !deliveries.Any(delivery => delivery.Id == stream.DeliveryId && delivery.Status == DeliveryStatus.Pending))
            .ToListAsync(cancellationToken);
        foreach (var some in waiting.Chunk(ChainsAtATime))
        {
            var heads = await mediator.Send(new GetAuditHeads([.. some.Select(stream => stream.OrganizationId).Distinct()]), cancellationToken);
            foreach (var stream in some.Where(stream => heads.TryGetValue(stream.OrganizationId, out var head) && head > stream.Sequence))
            {
                try
                {
                    await OfferAsync(stream, cancellationToken);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    LogNotOffered(failure, stream.OrganizationId);
                }
            }
        }
    }

    private async Task OfferAsync(AuditStream stream, CancellationToken cancellationToken)
    {
        using var _ = db.Scope.Within(stream.OrganizationId);
        var entries = await mediator.Send(new GetAuditEntriesAfter(stream.Sequence, MostEntries), cancellationToken);
        var characters = 0;
        var some = entries.TakeWhile((entry, at) => (characters += entry.Json.Length) <= MostCharacters || at == 0).ToList();
        if (some.Count > 0)
        {
            var body = BodyOf(stream.OrganizationId, some, time.UtcNow());
            await mediator.Send(new OfferAuditEntries(stream.Id, stream.Sequence, some[^1].Sequence, body), cancellationToken);
        }
    }

    private static string BodyOf(Guid organizationId, List<WrittenAuditEntry> entries, DateTime now)
    {
        var data = new JsonObject
        {
            ["organizationId"] = organizationId,
            ["from"] = entries[0].Sequence,
            ["to"] = entries[^1].Sequence,
            ["entries"] = new JsonArray([.. entries.Select(entry => JsonNode.Parse(entry.Json))]),
        };
        return WebhookEvents.Body(WebhookEvents.AuditAppended, now, data.ToJsonString());
    }

    [LoggerMessage(LogLevel.Warning, "The log of organization {Organization} could not be sent on to a webhook; trying again")]
    private partial void LogNotOffered(Exception failure, Guid organization);
}
