using MediatR;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Notifications;

/// <summary>True where the host can send mail.</summary>
public sealed record IsMailConfigured : IQuery<bool>;

/// <summary>
/// Puts a mail into the queue of those that are handed to the mail server, once for each message and recipient. What it says is
/// written when its turn has come, by <see cref="WriteMail"/>: a one-time secret is written down nowhere.
/// </summary>
/// <param name="MessageId">The outbox message that it comes from.</param>
/// <param name="Recipient">Whose it is: a person's id or an e-mail address.</param>
/// <param name="Kind">The event's name, which says who writes it.</param>
/// <param name="Content">What its writer needs to know, as JSON; no secret.</param>
public sealed record QueueMail(Guid MessageId, string Recipient, string Kind, string Content) : ICommand<Result>;

/// <summary>
/// Writes a mail that was queued, each time that it is handed over: a link's secret is made with this. Null where there is nobody
/// to send it to any more.
/// </summary>
public sealed record WriteMail(string Kind, string Content) : IRequest<MailContent?>;

/// <summary>A mail, with text and HTML of the same words.</summary>
/// <param name="To">One e-mail address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Paragraphs">Plain text before the link.</param>
/// <param name="LinkText">What the link is called.</param>
/// <param name="LinkAddress">Where it leads; null for no link.</param>
/// <param name="Closing">Plain text after the link.</param>
public sealed record MailContent(string To, string Subject, IReadOnlyList<string> Paragraphs, string LinkText, string? LinkAddress, string Closing);

/// <summary>A webhook is told of nothing any more, since it is gone or has not answered well for days.</summary>
/// <param name="Reason"><c>gone</c>: it answered 410; <c>failing</c>: no good answer for five days.</param>
public sealed record WebhookDisabled(Guid OrganizationId, Guid WebhookId, string Url, string Reason) : IOutboxEvent
{
    public static string Name => EventNames.WebhookDisabled;
}
