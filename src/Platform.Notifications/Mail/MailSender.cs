using System.Net.Mail;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Notifications;
using Platform.Kernel.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Mail;

/// <summary>
/// Hands queued mails to the mail server, over a few connections. Each mail is noted as sent as soon as the server has it; what
/// was on its way when the host died is sent again, under the same <c>Message-ID</c>.
/// </summary>
internal sealed partial class MailSender(
    IServiceScopeFactory scopes, SmtpSettings settings, DatabaseProvider provider, MailSignal signal, TimeProvider time, ILogger<MailSender> logger) : BackgroundService
{
    private const int Connections = 4;
    private const int AtOnce = 10;

    /// <summary>Far longer than the mails of one claim take, or are let take.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MostOfClaim = TimeSpan.FromMinutes(1);

    /// <summary>A server that can't be reached is asked no more often by each connection.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Host is null)
        {
            return;
        }

        await Task.Yield();
        if (provider.SingleWriter)
        {
            await SendAsync(new ReleaseAllMails(), OrganizationScope.Instance, stoppingToken);
        }

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => WorkAsync(stoppingToken)));
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var mailer = new Mailer(settings);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claimed = await SendAsync(new ClaimMails(AtOnce, Claim), OrganizationScope.Instance, stoppingToken);
                if (claimed.Error is null && claimed.Value.Count > 0)
                {
                    await HandOverAsync(mailer, claimed.Value, stoppingToken);
                    continue;
                }

                mailer.HangUp();
                await signal.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(failure);
                await Task.Delay(LookAgain, stoppingToken);
            }
        }
    }

    private async Task HandOverAsync(Mailer mailer, IReadOnlyList<ClaimedMail> mails, CancellationToken stoppingToken)
    {
        // One rings for all connections: another one may have as much to do.
        signal.Set();
        var began = time.GetTimestamp();
        for (var at = 0; at < mails.Count; at++)
        {
            var (reached, failure) = await HandOverAsync(mailer, mails[at], stoppingToken);
            await SendAsync(new SettleMail(mails[at].Id, failure?.Message, IsForGood(failure)), mails[at].OrganizationId, CancellationToken.None);
            if (reached && time.GetElapsedTime(began) < MostOfClaim)
            {
                continue;
            }

            await SendAsync(new ReleaseMails([.. mails.Skip(at + 1).Select(mail => mail.Id)]), OrganizationScope.Instance, CancellationToken.None);
            if (!reached)
            {
                await Task.Delay(LookAgain, stoppingToken);
            }

            return;
        }
    }

    /// <summary>Whether there is a mail server at all, and why it has not taken the mail.</summary>
    private async Task<(bool Reached, Exception? Failure)> HandOverAsync(Mailer mailer, ClaimedMail mail, CancellationToken stoppingToken)
    {
        try
        {
            var content = mail.Kind == QueuedMail.Notice
                ? JsonSerializer.Deserialize<MailContent>(mail.Content, JsonSerializerOptions.Web)
                : await SendAsync(new WriteMail(mail.Kind, mail.Content), mail.OrganizationId, stoppingToken);
            if (content is not null)
            {
                await mailer.SendAsync(mail.Id, content, stoppingToken);
            }

            return (true, null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            LogNotTaken(failure, mail.Id, mail.Kind);
            return (failure is SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure }, failure);
        }
    }

    /// <summary>The server has refused this recipient, and will again (RFC 5321 section 4.2.1: 5yz).</summary>
    private static bool IsForGood(Exception? failure) => failure is SmtpFailedRecipientException { StatusCode: >= SmtpStatusCode.CommandUnrecognized };

    private async Task<T> SendAsync<T>(IRequest<T> request, Guid organization, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The queue of mails could not be read; trying again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Warning, "The mail {Id} ({Kind}) was not taken")]
    private partial void LogNotTaken(Exception failure, Guid id, string kind);
}
