using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Audit;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Webhooks;

/// <summary>Who may lead the log out, and where it begins for a webhook.</summary>
internal sealed class AuditSubscriptions(PlatformDbContext db, IMediator mediator, Caller caller)
{
    /// <summary>The failure where the caller would have a webhook told what they may not read themselves.</summary>
    public Error? CheckMayTell(IEnumerable<string> events) => events.Contains(WebhookEvents.AuditAppended) ? CheckMayRead() : null;

    public Error? CheckMayRead() => caller.CheckPermission(AuditPermissions.Read);

    /// <summary>Begins a webhook's stream where the log ends now, or forgets it, as its events say.</summary>
    public async Task KeepAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var stream = await db.AuditStreams.SingleOrDefaultAsync(row => row.WebhookId == webhook.Id, cancellationToken);
        var wanted = webhook.Events.Contains(WebhookEvents.AuditAppended);
        if (wanted && stream is null)
        {
            var organization = db.OrganizationId!.Value;
            var heads = await mediator.Send(new GetAuditHeads([organization]), cancellationToken);
            db.Add(new AuditStream(webhook.Id, heads.GetValueOrDefault(organization)));
        }
        else if (!wanted && stream is not null)
        {
            db.Remove(stream);
        }
    }

    /// <summary>The webhook is gone.</summary>
    public async Task ForgetAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        if (await db.AuditStreams.SingleOrDefaultAsync(row => row.WebhookId == webhookId, cancellationToken) is { } stream)
        {
            db.Remove(stream);
        }
    }
}
