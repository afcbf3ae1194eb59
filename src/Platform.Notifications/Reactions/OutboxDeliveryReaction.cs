using System.Text.Json;
using MediatR;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Outbox;
using Platform.Notifications.Domain;
using Platform.Notifications.Mail;

namespace Platform.Notifications.Reactions;

/// <summary>Tells people of events: a notice in the web UI, a mail, or both, as each of them likes it.</summary>
internal sealed class OutboxDeliveryReaction(
    PlatformDbContext db, Audience audience, TokenNotices tokens, PeopleNotices people, OrganizationNotices organizations, SupportNotices support, IMediator mediator, SmtpSettings smtp, PublicAddress address, TimeProvider time) :
    INotificationHandler<OutboxDelivery>
{
    private const int SubjectLength = 200;

    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        // What belongs to the instance itself is nobody's in particular.
        if (notification.OrganizationId == OrganizationScope.Instance || !Channels.Defaults.ContainsKey(notification.Name))
        {
            return;
        }

        IReadOnlyList<Telling> tellings =
            [.. await tokens.OfAsync(notification, cancellationToken), .. await people.OfAsync(notification, cancellationToken),
             .. await organizations.OfAsync(notification, cancellationToken), .. await support.OfAsync(notification, cancellationToken)];
        foreach (var telling in tellings)
        {
            await TellAsync(notification, telling, cancellationToken);
        }
    }

    private async Task TellAsync(OutboxDelivery happened, Telling telling, CancellationToken cancellationToken)
    {
        var channels = await audience.ChannelsAsync(telling.People, happened.Name, cancellationToken);
        var settings = await audience.SettingsAsync(cancellationToken);
        foreach (var person in await audience.ReachAsync(telling.People, cancellationToken))
        {
            if (channels[person.PersonId].InApp)
            {
                db.Add(new Notice(happened.Id, person.PersonId, happened.Name, telling.Title.Cut(SubjectLength), telling.Body.Cut(2000), telling.Link, time.UtcNow()));
            }

            if (channels[person.PersonId].Email && smtp.Host is not null)
            {
                var mail = JsonSerializer.Serialize(Write(telling, person, settings), JsonSerializerOptions.Web);
                await mediator.Send(new QueueMail(happened.Id, person.PersonId.ToString(), QueuedMail.Notice, mail), cancellationToken);
            }
        }
    }

    /// <summary>Without <c>PublicUrl</c> nobody knows where a link should lead: jobs are called by nobody.</summary>
    private MailContent Write(Telling telling, Contact person, ReminderSettings settings)
    {
        var choose = address.Configured is { } known ? $": {known}/notification-preferences" : " under your name in the web UI.";
        return new MailContent(
            person.Email,
            telling.Title.Cut(SubjectLength),
            [$"Hello {person.Name},", telling.Body],
            telling.LinkText,
            address.Configured is { } url ? url + telling.Link : null,
            $"{settings.OrganizationName} tells you this because {telling.Because}. Choose what you are told{choose}");
    }
}
