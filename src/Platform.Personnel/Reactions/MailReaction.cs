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
/// Mails invitations and reset links, from the outbox. A link's secret is made here and goes into the mail alone; where a mail
/// is sent again it carries a new one.
/// </summary>
internal sealed partial class MailReaction(IMediator mediator, ILogger<MailReaction> logger) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        switch (notification.Name)
        {
            case "account.reset-requested":
                await MailResetLinkAsync(Read<PasswordResetRequested>(notification), cancellationToken);
                break;
            case "person.invited" when Read<PersonInvited>(notification) is { MailLinkAddress: { } address } invited:
                await MailInvitationAsync(invited.PersonId, address, cancellationToken);
                break;
        }
    }

    private async Task MailResetLinkAsync(PasswordResetRequested requested, CancellationToken cancellationToken)
    {
        if (!await mediator.Send(new IsMailConfigured(), cancellationToken))
        {
            return;
        }

        if (requested.LinkAddress is not { } address)
        {
            LogNoAddress();
            return;
        }

        if ((await mediator.Send(new MakeMailedResetLink(requested.Email), cancellationToken)).Value is not { } made)
        {
            return;
        }

        await SendAsync(
            new SendMail(
                made.Email,
                "Choose a new password",
                ["Somebody, probably you, asked for a new password for your account."],
                "Choose a new password",
                Links.PasswordReset(address, made.Link.Token),
                "The link works once, within an hour. If you did not ask for it, do nothing: your password stays as it is."),
            cancellationToken);
    }

    private async Task MailInvitationAsync(Guid personId, string address, CancellationToken cancellationToken)
    {
        var renewed = await mediator.Send(new RenewInvitation(personId), cancellationToken);
        if (renewed.Error is not null || renewed.Value is not { } invitation)
        {
            return;
        }

        await SendAsync(
            new SendMail(
                invitation.Email,
                $"Join {invitation.Organization}",
                [$"Hello {invitation.PersonName},", $"{invitation.Organization} has invited you."],
                "Accept the invitation",
                Links.Invitation(address, invitation.Token),
                "The link works once, within seven days."),
            cancellationToken);
    }

    private async Task SendAsync(SendMail mail, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(mail, cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException(error.Detail);
        }
    }

    private static T Read<T>(OutboxDelivery delivery) => JsonSerializer.Deserialize<T>(delivery.Payload, JsonSerializerOptions.Web)!;

    [LoggerMessage(LogLevel.Warning, "A reset link was asked for and could not be mailed: set PublicUrl, as a stranger's Host header says nothing about where the link should lead")]
    private partial void LogNoAddress();
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
