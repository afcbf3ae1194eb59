using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;
using Platform.Notifications.Mail;

namespace Platform.Notifications.Features;

/// <summary>How the caller wants to be told; an event that is left out stays as it is.</summary>
internal sealed record SetNotificationPreferencesRequest(IReadOnlyList<PreferenceRequest?>? Preferences);

/// <param name="Event">An event's name.</param>
/// <param name="InApp">Whether it is to be among one's notices in the web UI.</param>
/// <param name="Email">Whether it is to come by e-mail.</param>
internal sealed record PreferenceRequest(string? Event, bool? InApp, bool? Email);

internal sealed record SetNotificationPreferencesCommand(IReadOnlyList<PreferenceRequest?>? Preferences) : ICommand<Result<NotificationPreferencesAnswer>>;

internal static class SetNotificationPreferences
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(SetNotificationPreferencesRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetNotificationPreferencesCommand(body.Preferences), cancellationToken)).ToAnswer();

    internal sealed class Validator : AbstractValidator<SetNotificationPreferencesCommand>
    {
        public Validator() => RuleFor(x => x.Preferences)
            .Cascade(CascadeMode.Stop)
            .NotNull()
            .Must(preferences => preferences!.All(preference => preference?.Event is { } name && Channels.Defaults.ContainsKey(name)))
            .WithMessage("preferences name events as GET /notifications/preferences lists them.")
            .Must(preferences => preferences!.All(preference => preference is { InApp: not null, Email: not null }))
            .WithMessage("Each preference says inApp and email.")
            .Must(preferences => preferences!.DistinctBy(preference => preference!.Event).Count() == preferences!.Count)
            .WithMessage("Each event is named once.");
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, SmtpSettings smtp) :
        IRequestHandler<SetNotificationPreferencesCommand, Result<NotificationPreferencesAnswer>>
    {
        public async Task<Result<NotificationPreferencesAnswer>> Handle(SetNotificationPreferencesCommand request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            var chosen = await db.Preferences.Where(preference => preference.PersonId == me).ToDictionaryAsync(preference => preference.Event, cancellationToken);
            foreach (var wanted in request.Preferences!)
            {
                var channels = new Channels(wanted!.InApp!.Value, wanted.Email!.Value);
                if (!chosen.TryGetValue(wanted.Event!, out var preference))
                {
                    if (channels == Channels.Defaults[wanted.Event!])
                    {
                        continue;
                    }

                    chosen[wanted.Event!] = preference = new Preference(me, wanted.Event!);
                    db.Add(preference);
                }

                preference.Choose(channels);
            }

            return GetNotificationPreferences.Answer(chosen.Values, smtp);
        }
    }
}
