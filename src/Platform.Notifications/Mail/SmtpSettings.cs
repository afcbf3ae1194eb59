using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.Notifications.Mail;

/// <summary>The mail server, from the section <c>Smtp</c>. Without a host there is none, and no mail is sent.</summary>
internal sealed record SmtpSettings(string? Host, int Port, string? User, string? Password, string From, bool StartTls)
{
    private const int SubmissionPort = 587;
    private const int PlainPort = 25;
    private const int ImplicitTlsPort = 465;

    /// <exception cref="OptionsValidationException">They can't be used; the message is fit for the console.</exception>
    public static SmtpSettings Read(IConfiguration configuration)
    {
        var smtp = configuration.GetSection("Smtp");
        var security = smtp["Security"] is { Length: > 0 } named ? named : "StartTls";
        var startTls = security.Equals("StartTls", StringComparison.OrdinalIgnoreCase);
        var settings = new SmtpSettings(
            smtp["Host"] is { Length: > 0 } host ? host : null,
            ReadPort(smtp["Port"], startTls ? SubmissionPort : PlainPort),
            smtp["User"],
            smtp["Password"],
            smtp["From"] ?? "",
            startTls);
        return settings.Host is null || settings.WhatIsWrong(security) is not { } wrong ? settings : throw Invalid(wrong);
    }

    private string? WhatIsWrong(string security)
    {
        if (!StartTls && !security.Equals("None", StringComparison.OrdinalIgnoreCase))
        {
            return $"Smtp:Security is '{security}'; it must be StartTls or None. TLS from the first byte (port 465) is not to be had: use StartTls, mostly on port 587.";
        }

        if (Port == ImplicitTlsPort)
        {
            return "Smtp:Port is 465, where servers speak TLS from the first byte, which is not to be had: use Smtp:Security=StartTls, mostly on port 587.";
        }

        if (!MailAddress.TryCreate(From, out _))
        {
            return "Smtp:From must be the e-mail address that mails come from.";
        }

        if (!StartTls && !IsLoopback && !IsNeighbour)
        {
            return "Smtp:Security=None would send one-time links in plain text over the network; it is for a mail server on this machine, or one named without dots in a network of containers. Use StartTls.";
        }

        return !string.IsNullOrEmpty(User) && !StartTls && !IsLoopback
            ? "Smtp:User and Smtp:Password would be sent in plain text: use Smtp:Security=StartTls."
            : null;
    }

    /// <summary>Named as containers name each other.</summary>
    private bool IsNeighbour => Host?.Contains('.', StringComparison.Ordinal) == false && !IPAddress.TryParse(Host, out _);

    private bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    private static int ReadPort(string? text, int byDefault) => string.IsNullOrEmpty(text)
        ? byDefault
        : int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port : throw Invalid($"Smtp:Port is '{text}'; it must be a port.");

    private static OptionsValidationException Invalid(string wrong) => new("Smtp", typeof(SmtpSettings), [wrong]);
}
