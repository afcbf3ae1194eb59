using System.Text.Json.Nodes;
using Platform.Contracts.Notifications;

namespace Platform.Notifications.Webhooks;

/// <summary>What webhooks may be told of, and in which form.</summary>
internal static class WebhookEvents
{
    /// <summary>Sent on request only, to see whether anything comes through.</summary>
    public const string Test = "webhook.test";

    /// <summary>Entries of the log: not from the outbox, but by how far each webhook has come (<see cref="AuditStreams"/>).</summary>
    public const string AuditAppended = "audit.appended";

    /// <summary>What an event carries for the host's own use: where a mail's link is to lead.</summary>
    private const string OwnUse = "mailLinkAddress";

    private static readonly HashSet<string> Names = [.. EventNames.All.Select(known => known.Name), AuditAppended];

    public static bool Has(string name) => Names.Contains(name);

    /// <summary>The body of an event: its type, when it happened, and what it carries.</summary>
    /// <param name="payload">The event as the outbox keeps it.</param>
    public static string Body(string name, DateTime occurredAt, string payload)
    {
        var data = JsonNode.Parse(payload)!.AsObject();
        data.Remove(OwnUse);
        return new JsonObject { ["type"] = name, ["timestamp"] = occurredAt, ["data"] = data }.ToJsonString();
    }
}
