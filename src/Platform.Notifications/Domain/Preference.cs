using Platform.Contracts.Notifications;
using Platform.Kernel.Data;

namespace Platform.Notifications.Domain;

/// <summary>How one person wants to be told of one event. Logged, since whoever has got into a session might want it silent.</summary>
internal sealed class Preference : AuditedEntity, IOrganizationScoped, INoGrantEffect
{
    private Preference()
    {
    }

    public Preference(Guid personId, string eventName) => (PersonId, Event) = (personId, eventName);

    public Guid OrganizationId { get; private init; }

    public Guid PersonId { get; private init; }

    public string Event { get; private init; } = "";

    public bool InApp { get; private set; }

    public bool Email { get; private set; }

    public override string AuditKind => "notification-preference";

    public override string AuditName => Event;

    public void Choose(Channels channels) => (InApp, Email) = (channels.InApp, channels.Email);
}

/// <summary>The ways in which a person is told of an event.</summary>
internal sealed record Channels(bool InApp, bool Email)
{
    /// <summary>For people who have not chosen.</summary>
    public static IReadOnlyDictionary<string, Channels> Defaults { get; } =
        EventNames.All.ToDictionary(described => described.Name, described => new Channels(true, described.MailedByDefault));
}
