using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.IntegrationTests.Harness;

/// <summary>A mail server on loopback that keeps what it is given: EHLO, STARTTLS, AUTH LOGIN, MAIL, RCPT, DATA (RFC 5321, 3207, 4954).</summary>
public sealed partial class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Mail> _mails = new();
    private readonly ConcurrentQueue<Mail> _refused = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;
    private int _refuse;

    private SmtpServer(X509Certificate2? certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<Mail> Mails => [.. _mails];

    /// <summary>Those that it was told to refuse.</summary>
    public IReadOnlyList<Mail> Refused => [.. _refused];

    /// <summary>An address that there is no mailbox for.</summary>
    public string? Unknown { get; set; }

    /// <summary>How many clients have trusted the certificate: they said EHLO again within TLS.</summary>
    public int GreetedSecurely { get; private set; }

    /// <summary>How many clients have said EHLO.</summary>
    public int Greeted { get; private set; }

    /// <param name="certificate">For STARTTLS; null for a server that does not know it.</param>
    public static SmtpServer Start(X509Certificate2? certificate = null) => new(certificate);

    /// <summary>Refuses so many mails, each at its end, as a server does that is out of room.</summary>
    public void RefuseNext(int count) => Interlocked.Exchange(ref _refuse, count);

    /// <summary>The newest mail to this address, once there are so many.</summary>
    public async Task<Mail> ReceiveAsync(string to, int count = 1) =>
        (await Eventually.Until(() => Task.FromResult(_mails.Where(mail => mail.To == to).ToList()), mails => mails.Count >= count))[count - 1];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = ConverseAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ConverseAsync(client.GetStream());
            }
            catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The client has left.
            }
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        var (secure, user, from, to) = (false, (string?)null, "", "");
        var lines = new Lines(stream);
        await lines.SayAsync("220 loopback");
        while (await lines.HearAsync(_end.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    Greeted++;
                    GreetedSecurely += secure ? 1 : 0;
                    await lines.SayAsync([.. new[] { "250-loopback" }, .. _certificate is not null && !secure ? ["250-STARTTLS"] : Array.Empty<string>(), "250 AUTH LOGIN"]);
                    break;
                case "STARTTLS":
                    await lines.SayAsync("220 go on");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate!);
                    lines = new Lines(tls);
                    secure = true;
                    break;
                case "AUTH":
                    // The name may come with the command (RFC 4954 section 4).
                    var words = line.Split(' ');
                    if (words.Length < 3)
                    {
                        await lines.SayAsync("334 VXNlcm5hbWU6");
                    }

                    user = Decode(words.Length < 3 ? await lines.HearAsync(_end.Token) : words[2]);
                    await lines.SayAsync("334 UGFzc3dvcmQ6");
                    user += ":" + Decode(await lines.HearAsync(_end.Token));
                    await lines.SayAsync("235 welcome");
                    break;
                case "MAIL":
                    from = Address().Match(line).Groups[1].Value;
                    await lines.SayAsync("250 ok");
                    break;
                case "RCPT":
                    to = Address().Match(line).Groups[1].Value;
                    await lines.SayAsync(to == Unknown ? "550 no such mailbox" : "250 ok");
                    break;
                case "DATA":
                    await lines.SayAsync("354 go on");
                    var content = new StringBuilder();
                    string? text;
                    while ((text = await lines.HearAsync(_end.Token)) is not null && text != ".")
                    {
                        content.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                    }

                    if (text is null)
                    {
                        // A mail that breaks off is none (RFC 5321 section 4.1.1.4).
                        return;
                    }

                    if (Interlocked.Decrement(ref _refuse) >= 0)
                    {
                        _refused.Enqueue(new Mail(from, to, content.ToString(), secure, user));
                        await lines.SayAsync("452 no room");
                        break;
                    }

                    _mails.Enqueue(new Mail(from, to, content.ToString(), secure, user));
                    await lines.SayAsync("250 ok");
                    break;
                case "QUIT":
                    await lines.SayAsync("221 bye");
                    return;
                default:
                    await lines.SayAsync("250 ok");
                    break;
            }
        }
    }

    private static string Decode(string? base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));

    [GeneratedRegex("<([^>]*)>")]
    private static partial Regex Address();

    private sealed class Lines(Stream stream)
    {
        private readonly StreamReader _reader = new(stream, Encoding.UTF8);

        public async Task SayAsync(params string[] lines) =>
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))));

        public async Task<string?> HearAsync(CancellationToken cancellationToken) => await _reader.ReadLineAsync(cancellationToken);
    }
}

/// <summary>A mail as it came.</summary>
/// <param name="Secure">True where it came over TLS.</param>
/// <param name="User">Who has authenticated, as <c>user:password</c>.</param>
public sealed partial record Mail(string From, string To, string Content, bool Secure, string? User)
{
    public string Subject => DecodeWords(Field().Match(Content).Groups[1].Value);

    public string Text => Part("text/plain");

    public string Html => Part("text/html");

    /// <summary>What the link ends in; the text and the HTML have the same.</summary>
    public string Token
    {
        get
        {
            var link = Link().Match(Text).Value;
            Html.ShouldContain($"\"{link}\"");
            return link.Split("?token=")[1];
        }
    }

    public string LinkAddress => Link().Match(Text).Value;

    private string Part(string type)
    {
        var start = Content.IndexOf($"Content-Type: {type}", StringComparison.OrdinalIgnoreCase);
        start.ShouldBeGreaterThanOrEqualTo(0, Content);
        var body = Content[(Content.IndexOf("\r\n\r\n", start, StringComparison.Ordinal) + 4)..];
        var header = Content[start..(Content.Length - body.Length)];
        var end = body.IndexOf("\r\n--", StringComparison.Ordinal);
        body = end < 0 ? body : body[..end];
        return header.Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "")))
            : header.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase) ? Quoted(body) : body;
    }

    private static string Quoted(string text) => Encoding.UTF8.GetString([.. Escape().Split(text.Replace("=\r\n", ""))
        .SelectMany((part, at) => at % 2 == 0 ? Encoding.UTF8.GetBytes(part) : [Convert.ToByte(part, 16)])]);

    private static string DecodeWords(string text) => Word().Replace(text, match => match.Groups[1].Value is "B" or "b"
        ? Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[2].Value))
        : Quoted(match.Groups[2].Value.Replace('_', ' ')));

    [GeneratedRegex("=([0-9A-F]{2})")]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?im)^Subject: (.*)\r$")]
    private static partial Regex Field();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex Word();

    [GeneratedRegex(@"https?://\S+\?token=[\w-]+")]
    private static partial Regex Link();
}
