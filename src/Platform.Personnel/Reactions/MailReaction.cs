using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.Features;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Reactions;

/// <summary>
/// Has invitations and reset links mailed, from the outbox. A link's secret is made when its mail is written and goes into the mail
/// alone; where a mail is sent again it carries a new one.
/// </summary>
internal sealed partial class MailReaction(IMediator mediator, ILogger<MailReaction> logger) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        var recipient = notification.Name switch
        {
            "account.reset-requested" => Read<PasswordResetRequested>(notification.Payload).Email,
            EventNames.PersonInvited when Read<PersonInvited>(notification.Payload) is { MailLinkAddress: not null } invited => invited.PersonId.ToString(),
            _ => null,
        };
        if (recipient is null || !await mediator.Send(new IsMailConfigured(), cancellationToken))
        {
            return;
        }

        if (notification.Name == PasswordResetRequested.Name && Read<PasswordResetRequested>(notification.Payload).LinkAddress is null)
        {
            LogNoAddress();
            return;
        }

        await mediator.Send(new QueueMail(notification.Id, recipient, notification.Name, notification.Payload), cancellationToken);
    }

    internal static T Read<T>(string payload) => JsonSerializer.Deserialize<T>(payload, JsonSerializerOptions.Web)!;

    [LoggerMessage(LogLevel.Warning, "A reset link was asked for and could not be mailed: set PublicUrl, as a stranger's Host header says nothing about where the link should lead")]
    private partial void LogNoAddress();
}

/// <summary>Writes the mails with a link, and makes the link's secret with it.</summary>
internal sealed class LinkMails(IMediator mediator) : IRequestHandler<WriteMail, MailContent?>
{
    public Task<MailContent?> Handle(WriteMail request, CancellationToken cancellationToken) => request.Kind == EventNames.PersonInvited
        ? WriteInvitationAsync(MailReaction.Read<PersonInvited>(request.Content), cancellationToken)
        : WriteResetAsync(MailReaction.Read<PasswordResetRequested>(request.Content), cancellationToken);

    private async Task<MailContent?> WriteResetAsync(PasswordResetRequested requested, CancellationToken cancellationToken) =>
        (await mediator.Send(new MakeMailedResetLink(requested.Email), cancellationToken)).Value is not { } made
            ? null
            : new MailContent(
                made.Email,
                "Choose a new password",
                ["Somebody, probably you, asked for a new password for your account."],
                "Choose a new password",
                Links.PasswordReset(requested.LinkAddress!, made.Link.Token),
                "The link works once, within an hour. If you did not ask for it, do nothing: your password stays as it is.");

    private async Task<MailContent?> WriteInvitationAsync(PersonInvited invited, CancellationToken cancellationToken)
    {
        var renewed = await mediator.Send(new RenewInvitation(invited.PersonId), cancellationToken);
        return renewed.Error is not null || renewed.Value is not { } invitation
            ? null
            : new MailContent(
                invitation.Email,
                $"Join {invitation.Organization}",
                [$"Hello {invitation.PersonName},", $"{invitation.Organization} has invited you."],
                "Accept the invitation",
                Links.Invitation(invited.MailLinkAddress!, invitation.Token),
                "The link works once, within seven days.");
    }
}

/// <summary>Gives a person's open invitation the secret that its mail will carry. The value is null where it is not open any more.</summary>
internal sealed record RenewInvitation(Guid PersonId) : ICommand<Result<RenewedInvitation?>>;

internal sealed record RenewedInvitation(string Email, string PersonName, string Organization, string Token);

internal sealed class RenewInvitationHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) : IRequestHandler<RenewInvitation, Result<RenewedInvitation?>>
{
    public async Task<Result<RenewedInvitation?>> Handle(RenewInvitation request, CancellationToken cancellationToken)
    {
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.PersonId, cancellationToken);
        var invitation = await db.Invitations.SingleOrDefaultAsync(row => row.PersonId == request.PersonId && row.EndedAt == null, cancellationToken);
        if (person is not { Status: PersonStatus.Invited } || invitation is null)
        {
            return (RenewedInvitation?)null;
        }

        var (secret, hash) = OneTimeSecret.Create();
        invitation.Mail(hash, time.UtcNow());
        var organization = await mediator.Send(new GetOrganizationStanding(person.OrganizationId), cancellationToken);
        return new RenewedInvitation(person.Email, person.Name, organization!.Name, secret);
    }
}
