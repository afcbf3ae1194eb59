using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Platform.Client.Asking;

/// <summary>The calls to the instance.</summary>
internal sealed partial class Instance : IDisposable
{
    /// <summary>Tokens asked for at once; more wait for their turn, and get 503 when that takes too long.</summary>
    private const int MaxConnections = 64;

    private readonly HttpClient _http;
    private readonly HttpClient _feed;
    private readonly PlatformOptions _options;
    private readonly ILogger<Instance> _logger;

    public Instance(IOptions<PlatformOptions> options, ILogger<Instance> logger)
    {
        (_options, _logger) = (options.Value, logger);
        _http = Connect();

        // Past the others' turns: it must come back first.
        _feed = Connect();
    }

    /// <summary>The verdict on a token; null where there is none to be had just now.</summary>
    public async Task<Answer?> JudgeAsync(string secret, IPAddress? address)
    {
        // No request's own cancellation: others may be waiting for the same answer.
        using var patience = new CancellationTokenSource(_options.Timeout);
        try
        {
            using var content = JsonContent.Create(new VerifyRequest(secret, address?.ToString()), AnswerJson.Default.VerifyRequest);
            using var response = await _http.PostAsync("api/v1/verify", content, patience.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await response.Content.ReadFromJsonAsync(AnswerJson.Default.Answer, patience.Token).ConfigureAwait(false);
            }

            LogRefused((int)response.StatusCode, await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            // Whatever it was, there is no verdict: the caller is answered 503.
            LogUnreachable(failure.GetType().Name, failure.Message);
        }

        return null;
    }

    /// <summary>Opens the feed.</summary>
    /// <param name="after">The revision of the last heartbeat; null to begin anew.</param>
    public async Task<HttpResponseMessage> OpenFeedAsync(long? after, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/verifier/feed");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is { } revision)
        {
            request.Headers.Add("Last-Event-ID", revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return await _feed.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _http.Dispose();
        _feed.Dispose();
    }

    private HttpClient Connect()
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = MaxConnections,
            ConnectTimeout = _options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var http = new HttpClient(handler) { BaseAddress = Base(_options.Address!), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApplicationToken);
        if (_options.Organization is { Length: > 0 } organization)
        {
            http.DefaultRequestHeaders.Add("Organization-ID", organization);
        }

        return http;
    }

    private static Uri Base(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");

    [LoggerMessage(LogLevel.Error, "The Platform instance refused to judge a token, with {Status}: {Body}. Is the application token good?")]
    private partial void LogRefused(int status, string body);

    [LoggerMessage(LogLevel.Warning, "The Platform instance could not be asked: {Kind} {Reason}")]
    private partial void LogUnreachable(string kind, string reason);
}
