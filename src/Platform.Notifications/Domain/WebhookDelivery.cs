using Platform.Kernel.Data;
using Platform.Notifications.Webhooks;

namespace Platform.Notifications.Domain;

internal enum DeliveryStatus
{
    Pending,
    Delivered,
    Failed,
    Cancelled,
}

/// <summary>One event on its way to one webhook: what is sent, and how far it has come.</summary>
internal sealed class WebhookDelivery : Entity, IOrganizationScoped, INoGrantEffect
{
    private WebhookDelivery()
    {
    }

    public WebhookDelivery(Guid webhookId, Guid messageId, string eventName, string body, DateTime now)
    {
        (WebhookId, MessageId, Event, Body, CreatedAt) = (webhookId, messageId, eventName, body, now);
        Redeliver(now);
    }

    public Guid OrganizationId { get; private init; }

    public Guid WebhookId { get; private init; }

    /// <summary>The outbox message it came from: taken from there twice, it is still one delivery.</summary>
    public Guid MessageId { get; private init; }

    public string Event { get; private init; } = "";

    /// <summary>The JSON that is sent, the same at every attempt.</summary>
    public string Body { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    public DeliveryStatus Status { get; private set; }

    /// <summary>When to try it, or try it again; the end of the claim while somebody does; null once settled.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>From when on the days of trying count.</summary>
    public DateTime BegunAt { get; private set; }

    /// <summary>Attempts since <see cref="BegunAt"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whose attempt is under way; another one's outcome changes nothing here any more.</summary>
    public Guid? Claim { get; private set; }

    public DateTime? LastAttemptAt { get; private set; }

    /// <summary>The status of the last answer; null where there was none.</summary>
    public int? LastStatusCode { get; private set; }

    public bool IsTest => Event == WebhookEvents.Test;

    /// <summary>Sends it anew, with all the days of trying ahead.</summary>
    public void Redeliver(DateTime now) => (Status, DueAt, BegunAt, Attempts, Claim) = (DeliveryStatus.Pending, now, now, 0, null);

    public void Cancel() => (Status, DueAt, Claim) = (DeliveryStatus.Cancelled, null, null);

    /// <summary>An attempt was answered with a 2xx.</summary>
    public void Succeeded(DateTime at, int statusCode)
    {
        Tried(at, statusCode);
        (Status, DueAt) = (DeliveryStatus.Delivered, null);
    }

    /// <summary>An attempt was answered otherwise, or not at all. A test is tried once.</summary>
    public void Failed(DateTime at, int? statusCode, DateTime now)
    {
        Tried(at, statusCode);
        DueAt = IsTest ? null : RetrySchedule.Next(Attempts, BegunAt, now);
        Status = DueAt is null ? DeliveryStatus.Failed : DeliveryStatus.Pending;
    }

    private void Tried(DateTime at, int? statusCode) =>
        (Attempts, LastAttemptAt, LastStatusCode, Claim) = (Attempts + 1, at, statusCode, null);
}
