using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Platform.Contracts.Notifications;

namespace Platform.Notifications.Mail;

/// <summary>One connection to the mail server by System.Net.Mail, over STARTTLS unless the settings say None; used again for the next mail.</summary>
internal sealed class Mailer(SmtpSettings settings) : IDisposable
{
    /// <summary>A server that does not answer must not hold up the others for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private SmtpClient? _client;

    /// <summary>Hands a mail over. It throws where the server does not take it.</summary>
    /// <param name="id">Makes the <c>Message-ID</c>: a mail that is sent again has the same, by which it is known as the same one.</param>
    /// <param name="content">What it says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SendAsync(Guid id, MailContent content, CancellationToken cancellationToken)
    {
        using var mail = Compose(id, content);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await (_client ??= Connect()).SendMailAsync(mail, patience.Token);
        }
        catch (Exception failure)
        {
            HangUp();
            throw failure is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? new SmtpException("The mail server did not answer in time.", failure)
                : failure;
        }
    }

    /// <summary>Ends the connection, if there is one; the next mail opens another.</summary>
    public void HangUp()
    {
        _client?.Dispose();
        _client = null;
    }

    public void Dispose() => HangUp();

    private SmtpClient Connect()
    {
        var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls };
        if (!string.IsNullOrEmpty(settings.User))
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        return client;
    }

    private MailMessage Compose(Guid id, MailContent content)
    {
        var mail = new MailMessage(settings.From, content.To)
        {
            Subject = content.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = MailBody.Text(content),
            BodyEncoding = Encoding.UTF8,
        };
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(MailBody.Html(content), Encoding.UTF8, MediaTypeNames.Text.Html));
        mail.Headers.Add("Message-ID", string.Create(CultureInfo.InvariantCulture, $"<{id:N}@{mail.From!.Host}>"));

        // RFC 3834 section 5: no automatic answers to it.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }
}
