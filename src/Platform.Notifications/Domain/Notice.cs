using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

/// <summary>Something that one person is told, in the web UI.</summary>
internal sealed class Notice : Entity, IOrganizationScoped, INoGrantEffect
{
    private Notice()
    {
    }

    public Notice(Guid messageId, Guid personId, string eventName, string title, string body, string? link, DateTime now) =>
        (MessageId, PersonId, Event, Title, Body, Link, CreatedAt) = (messageId, personId, eventName, title, body, link, now);

    public Guid OrganizationId { get; private init; }

    /// <summary>The outbox message it came from: delivered twice, it is still one notice.</summary>
    public Guid MessageId { get; private init; }

    public Guid PersonId { get; private init; }

    public string Event { get; private init; } = "";

    public string Title { get; private init; } = "";

    public string Body { get; private init; } = "";

    /// <summary>The page of the web UI that shows more.</summary>
    public string? Link { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public DateTime? ReadAt { get; private set; }

    public void Read(DateTime now) => ReadAt ??= now;
}
