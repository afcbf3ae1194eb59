using Microsoft.AspNetCore.Http;
using Platform.Contracts.Notifications;

namespace Platform.Notifications.Features;

/// <summary>An event that webhooks may be told of.</summary>
internal sealed record WebhookEventAnswer(string Name, string Description);

internal static class ListWebhookEvents
{
    public static IResult Endpoint() => TypedResults.Ok(EventNames.All.Select(known => new WebhookEventAnswer(known.Name, known.Description)));
}
