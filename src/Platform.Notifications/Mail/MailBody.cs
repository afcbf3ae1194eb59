using System.Net;
using Platform.Contracts.Notifications;

namespace Platform.Notifications.Mail;

/// <summary>One mail as text and as HTML: the same words, and nothing fetched from anywhere.</summary>
internal static class MailBody
{
    public static string Text(MailContent mail)
    {
        var link = mail.LinkAddress is { } address ? new[] { $"{mail.LinkText}:\r\n{address}" } : [];
        return string.Join("\r\n\r\n", [.. mail.Paragraphs, .. link, mail.Closing]) + "\r\n";
    }

    public static string Html(MailContent mail)
    {
        var link = mail.LinkAddress is { } address
            ? new[] { $"<a href=\"{WebUtility.HtmlEncode(address)}\">{WebUtility.HtmlEncode(mail.LinkText)}</a>" }
            : [];
        var paragraphs = mail.Paragraphs.Select(WebUtility.HtmlEncode).Concat(link).Append(WebUtility.HtmlEncode(mail.Closing)).Select(text => $"<p>{text}</p>");
        return $"<!doctype html><html><body style=\"font-family:sans-serif\">{string.Concat(paragraphs)}</body></html>";
    }
}
