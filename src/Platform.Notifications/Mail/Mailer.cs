using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using MediatR;
using Platform.Contracts.Notifications;
using Platform.Kernel.Results;

namespace Platform.Notifications.Mail;

/// <summary>Sends mail by System.Net.Mail: one connection a mail, over STARTTLS unless the settings say None.</summary>
internal sealed class Mailer(SmtpSettings settings) : IRequestHandler<IsMailConfigured, bool>, IRequestHandler<SendMail, Result>
{
    /// <summary>A server that does not answer must not hold up the outbox for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task<bool> Handle(IsMailConfigured request, CancellationToken cancellationToken) => Task.FromResult(settings.Host is not null);

    public async Task<Result> Handle(SendMail request, CancellationToken cancellationToken)
    {
        if (settings.Host is null)
        {
            return new Error(ErrorCodes.Unavailable, "There is no mail server: set Smtp:Host.");
        }

        using var mail = Compose(request);
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls };
        if (!string.IsNullOrEmpty(settings.User))
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(mail, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Error(ErrorCodes.Unavailable, "The mail server did not answer in time.");
        }

        return Result.Done;
    }

    private MailMessage Compose(SendMail content)
    {
        var mail = new MailMessage(settings.From, content.To)
        {
            Subject = content.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = MailBody.Text(content),
            BodyEncoding = Encoding.UTF8,
        };
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(MailBody.Html(content), Encoding.UTF8, MediaTypeNames.Text.Html));
        return mail;
    }
}
