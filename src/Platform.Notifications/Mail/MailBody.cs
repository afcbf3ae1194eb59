using System.Net;
using Platform.Contracts.Notifications;

namespace Platform.Notifications.Mail;

/// <summary>One mail as text and as HTML: the same words, and nothing fetched from anywhere.</summary>
internal static class MailBody
{
    public static string Text(SendMail mail) =>
        string.Join("\r\n\r\n", [.. mail.Paragraphs, $"{mail.LinkText}:\r\n{mail.LinkAddress}", mail.Closing]) + "\r\n";

    public static string Html(SendMail mail)
    {
        var link = $"<a href=\"{WebUtility.HtmlEncode(mail.LinkAddress)}\">{WebUtility.HtmlEncode(mail.LinkText)}</a>";
        var paragraphs = mail.Paragraphs.Select(WebUtility.HtmlEncode).Append(link).Append(WebUtility.HtmlEncode(mail.Closing)).Select(text => $"<p>{text}</p>");
        return $"<!doctype html><html><body style=\"font-family:sans-serif\">{string.Concat(paragraphs)}</body></html>";
    }
}
