using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Reactions;

/// <summary>Whom to tell, where they are reached and how they want it. It remembers what it was asked for one turn of deliveries, all of one organization.</summary>
internal sealed class Audience(PlatformDbContext db, IMediator mediator)
{
    private readonly Dictionary<string, IReadOnlyList<Guid>> _holders = [];
    private readonly Dictionary<Guid, Contact?> _contacts = [];
    private readonly Dictionary<(Guid PersonId, string Event), Channels> _channels = [];
    private ReminderSettings? _settings;

    /// <summary>The active people who hold a permission.</summary>
    public async Task<IReadOnlyList<Guid>> HoldingAsync(string permission, CancellationToken cancellationToken)
    {
        if (!_holders.TryGetValue(permission, out var holders))
        {
            var found = await mediator.Send(new FindPeopleHolding(permission), cancellationToken);
            holders = [.. (await ReachAsync(found, cancellationToken)).Select(contact => contact.PersonId)];
            _holders[permission] = holders;
        }

        return holders;
    }

    /// <summary>Those among these people who are active.</summary>
    public async Task<IReadOnlyList<Contact>> ReachAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        var unknown = people.Where(person => !_contacts.ContainsKey(person)).ToList();
        if (unknown.Count > 0)
        {
            var found = (await mediator.Send(new GetContacts(unknown), cancellationToken)).ToDictionary(contact => contact.PersonId);
            unknown.ForEach(person => _contacts[person] = found.GetValueOrDefault(person));
        }

        return [.. people.Select(person => _contacts[person]).OfType<Contact>()];
    }

    /// <summary>How these people want to be told of an event.</summary>
    public async Task<IReadOnlyDictionary<Guid, Channels>> ChannelsAsync(IReadOnlyCollection<Guid> people, string eventName, CancellationToken cancellationToken)
    {
        var unknown = people.Where(person => !_channels.ContainsKey((person, eventName))).ToList();
        if (unknown.Count > 0)
        {
            var chosen = await db.Preferences.AsNoTracking()
                .Where(preference => preference.Event == eventName && unknown.Contains(preference.PersonId))
                .ToDictionaryAsync(preference => preference.PersonId, preference => new Channels(preference.InApp, preference.Email), cancellationToken);
            unknown.ForEach(person => _channels[(person, eventName)] = chosen.GetValueOrDefault(person) ?? Channels.Defaults[eventName]);
        }

        return people.ToDictionary(person => person, person => _channels[(person, eventName)]);
    }

    /// <summary>The organization's name and time zone.</summary>
    public async Task<ReminderSettings> SettingsAsync(CancellationToken cancellationToken) =>
        _settings ??= await mediator.Send(new GetReminderSettings(db.OrganizationId!.Value), cancellationToken)
            ?? throw new InvalidOperationException("A message of an organization that is not there.");
}
