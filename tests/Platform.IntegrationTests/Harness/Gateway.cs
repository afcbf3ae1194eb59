using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.IntegrationTests.Harness;

/// <summary>Stands between a product and its instance: passes the questions on, counts them, and lets the feed through or not.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _instance;
    private CancellationTokenSource _cut = new();
    private int _asked;
    private volatile bool _isCut;

    private Gateway(WebApplication app, HttpClient instance) => (_app, _instance) = (app, instance);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Tokens that the instance was asked about so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<Gateway> StartAsync(PlatformHost host)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var gateway = new Gateway(app, new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address });
        app.Run(gateway.PassAsync);
        await app.StartAsync();
        return gateway;
    }

    /// <summary>The feed ends, and none begins.</summary>
    public void CutFeed()
    {
        _isCut = true;
        _cut.Cancel();
    }

    public void HealFeed()
    {
        _cut = new CancellationTokenSource();
        _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        _cut.Cancel();
        await _app.DisposeAsync();
        _instance.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var isFeed = context.Request.Path == "/api/v1/verifier/feed";
        Interlocked.Add(ref _asked, isFeed ? 0 : 1);
        if (isFeed && _isCut)
        {
            context.Response.StatusCode = 502;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path);
        request.Content = context.Request.ContentLength > 0 || context.Request.ContentType is not null ? new StreamContent(context.Request.Body) : null;
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key != "Host"))
        {
            _ = request.Headers.TryAddWithoutValidation(name, [.. values]) || request.Content?.Headers.TryAddWithoutValidation(name, [.. values]) == true;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, isFeed ? _cut.Token : default);
        try
        {
            using var response = await _instance.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ended.Token);
            (context.Response.StatusCode, context.Response.ContentType) = ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString());
            await using var body = await response.Content.ReadAsStreamAsync(ended.Token);
            var buffer = new byte[16 * 1024];
            while (await body.ReadAsync(buffer, ended.Token) is > 0 and var count)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), ended.Token);
                await context.Response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
