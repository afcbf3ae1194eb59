using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Notifications;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Mail;

namespace Platform.Notifications.Features;

/// <summary>How the caller is told of each event.</summary>
/// <param name="MailConfigured">False where the instance has no mail server: nobody gets mail.</param>
internal sealed record NotificationPreferencesAnswer(IReadOnlyList<NotificationPreference> Preferences, bool MailConfigured);

/// <param name="Event">The event's name.</param>
/// <param name="Description">What it says, in a few words.</param>
/// <param name="InApp">Whether it is among one's notices in the web UI.</param>
/// <param name="Email">Whether it comes by e-mail.</param>
internal sealed record NotificationPreference(string Event, string Description, bool InApp, bool Email);

internal sealed record GetNotificationPreferencesQuery : IQuery<Result<NotificationPreferencesAnswer>>;

internal static class GetNotificationPreferences
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetNotificationPreferencesQuery(), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller, SmtpSettings smtp) :
        IRequestHandler<GetNotificationPreferencesQuery, Result<NotificationPreferencesAnswer>>
    {
        public async Task<Result<NotificationPreferencesAnswer>> Handle(GetNotificationPreferencesQuery request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            var chosen = await db.Preferences.AsNoTracking().Where(preference => preference.PersonId == me).ToListAsync(cancellationToken);
            return Answer(chosen, smtp);
        }
    }

    public static NotificationPreferencesAnswer Answer(IEnumerable<Preference> chosen, SmtpSettings smtp)
    {
        var channels = chosen.ToDictionary(preference => preference.Event, preference => new Channels(preference.InApp, preference.Email));
        return new NotificationPreferencesAnswer(
            [
                .. EventNames.All.Select(described => (described, channels: channels.GetValueOrDefault(described.Name) ?? Channels.Defaults[described.Name]))
                    .Select(each => new NotificationPreference(each.described.Name, each.described.Description, each.channels.InApp, each.channels.Email)),
            ],
            smtp.Host is not null);
    }
}
