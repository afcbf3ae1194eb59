using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Platform.Kernel.Data;

namespace Platform.Notifications.Webhooks;

/// <summary>What is to be sent, and to whom.</summary>
internal sealed record WebhookCall(string Url, Guid MessageId, string Body, IReadOnlyList<byte[]> Secrets);

/// <summary>What came of it. Either there is a status, or an error says why there is none.</summary>
internal sealed record CallOutcome(DateTime At, int Milliseconds, string Signature, int? StatusCode, string? Error, string? ResponseBody)
{
    public bool IsGood => StatusCode is >= 200 and < 300;
}

/// <summary>
/// Calls webhooks, and nothing that they lead to: no redirect, no proxy, no cookie. Where a connection leads is judged when it is
/// made, by the address itself, so that a name can't resolve to one thing when it is checked and to another when it is used.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>From the look-up of the name to the last byte that is read of the answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Characters that are kept of an answer's body; no more than these bytes are read.</summary>
    public const int MostOfAnswer = 4000;

    private readonly TargetRules _rules;
    private readonly SecretBox _box;
    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _http;

    public WebhookClient(TargetRules rules, SecretBox box, TimeProvider time)
        : this(rules, box, time, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="resolve">In place of the system's look-up of names.</param>
    internal WebhookClient(TargetRules rules, SecretBox box, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_rules, _box, _time, _resolve) = (rules, box, time, resolve);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            ResponseDrainTimeout = TimeSpan.Zero,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        };
        _http = new HttpClient(handler) { Timeout = Patience };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Platform-Webhooks/1");
    }

    public async Task<CallOutcome> SendAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        var (at, began) = (_time.UtcNow(), Stopwatch.GetTimestamp());
        var signature = "";
        CallOutcome Outcome(int? status, string? error, string? body) =>
            new(at, (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds, signature, status, error, body);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var (id, timestamp) = (Signature.MessageId(call.MessageId), Signature.Timestamp(at));
            signature = Signature.Sign(call.Secrets.Select(_box.Open), id, timestamp, call.Body);
            using var request = new HttpRequestMessage(HttpMethod.Post, call.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.TryAddWithoutValidation("webhook-signature", signature);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Outcome((int)response.StatusCode, null, await ReadAsync(response, patience.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome(null, $"No answer within {Patience.TotalSeconds:0} s.", null);
        }
        catch (CryptographicException)
        {
            return Outcome(null, "The secret was encrypted under another Webhooks:EncryptionKey: rotate it.", null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return Outcome(null, (failure.GetBaseException() as TargetRefusedException)?.Message ?? Describe(failure), null);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var plain = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        var reachable = addresses.Where(address => _rules.MayReach(address, plain)).ToArray();
        if (reachable.Length == 0)
        {
            throw new TargetRefusedException(plain);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The beginning of the body; the rest is never read. Not every database takes a NUL.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MostOfAnswer];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(bytes, 0, length).Replace('\0', '\uFFFD').Cut(MostOfAnswer);
    }

    /// <summary>What its owner can do something with.</summary>
    private static string Describe(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "The name could not be resolved.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The certificate was not accepted, or TLS failed.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "The connection could not be made.",
        _ when failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "The name could not be resolved.",
        _ => "The connection broke before there was an answer.",
    };

    private sealed class TargetRefusedException(bool plain) : IOException(plain
        ? "http leads only to networks that the operator of this instance allows."
        : "The name leads to an address that is not on the internet, and that the operator of this instance does not allow.");
}
