using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Notifications;

/// <summary>True where the host can send mail.</summary>
public sealed record IsMailConfigured : IQuery<bool>;

/// <summary>
/// Sends a mail now, with text and HTML. Not a command: no transaction waits for a mail server, and what the mail holds, perhaps
/// a one-time secret, is written down nowhere. It throws where the server does not take it, so that a delivery from the outbox
/// is tried again.
/// </summary>
/// <param name="To">One e-mail address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Paragraphs">Plain text before the link.</param>
/// <param name="LinkText">What the link is called.</param>
/// <param name="LinkAddress">Where it leads.</param>
/// <param name="Closing">Plain text after the link.</param>
public sealed record SendMail(string To, string Subject, IReadOnlyList<string> Paragraphs, string LinkText, string LinkAddress, string Closing) : IQuery<Result>;

/// <summary>A webhook is told of nothing any more, since it is gone or has not answered well for days.</summary>
/// <param name="Reason"><c>gone</c>: it answered 410; <c>failing</c>: no good answer for five days.</param>
public sealed record WebhookDisabled(Guid OrganizationId, Guid WebhookId, string Url, string Reason) : IOutboxEvent
{
    public static string Name => EventNames.WebhookDisabled;
}
