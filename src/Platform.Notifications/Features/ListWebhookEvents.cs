using Microsoft.AspNetCore.Http;
using Platform.Contracts.Notifications;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Features;

/// <summary>An event that webhooks may be told of.</summary>
internal sealed record WebhookEventAnswer(string Name, string Description);

internal static class ListWebhookEvents
{
    private const string AuditAppended = "Entries of the audit log, all of them and in their order, up to a hundred at a time";

    /// <summary>Those that the caller may have a webhook told of.</summary>
    public static IResult Endpoint(AuditSubscriptions subscriptions)
    {
        var events = EventNames.All.Select(known => new WebhookEventAnswer(known.Name, known.Description));
        return TypedResults.Ok(subscriptions.CheckMayRead() is null ? events.Append(new WebhookEventAnswer(WebhookEvents.AuditAppended, AuditAppended)) : events);
    }
}
