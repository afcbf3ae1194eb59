using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.IntegrationTests.Harness;

/// <summary>One call as it came in.</summary>
public sealed record ReceivedCall(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => Json.Text("type");

    public IReadOnlyList<string> Signatures => Headers["webhook-signature"].Split(' ');

    /// <summary>What a signature by this secret must be, worked out anew.</summary>
    public string SignatureBy(string secret)
    {
        var key = Convert.FromBase64String(secret.ShouldStartWithPrefix("whsec_"));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}.{Body}")));
    }

    public DateTime SentAt => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Headers["webhook-timestamp"], CultureInfo.InvariantCulture)).UtcDateTime;
}

/// <summary>A server that webhooks lead to, which answers as it is told.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/hook";

    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    /// <summary>What to answer: 204 until it is told otherwise.</summary>
    public Func<ReceivedCall, HttpContext, Task> Answer { get; set; } = Status(204);

    public static Func<ReceivedCall, HttpContext, Task> Status(int status, string? body = null) => async (_, http) =>
    {
        http.Response.StatusCode = status;
        if (body is not null)
        {
            await http.Response.WriteAsync(body);
        }
    };

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many calls have come, and gives them.</summary>
    public Task<IReadOnlyList<ReceivedCall>> ReceivedAsync(int count) => Eventually.Until(() => Task.FromResult(Calls), calls => calls.Count >= count);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var call = new ReceivedCall(http.Request.Path + http.Request.QueryString, headers, await reader.ReadToEndAsync());
        _calls.Enqueue(call);
        await Answer(call, http);
    }
}

/// <summary>What tests of webhooks begin with.</summary>
public static class Webhooks
{
    public static Task<Answer> CreateWebhookAsync(this TestOrganization organization, string url, params string[] events) =>
        organization.Admin.PostAsync("/webhooks", new { url, events }).Expect(201);

    /// <summary>Causes the event <c>role.changed</c>.</summary>
    public static async Task ChangeARoleAsync(this TestOrganization organization)
    {
        var role = await organization.Admin.PostAsync("/roles", new { name = $"Role {Guid.CreateVersion7()}", permissions = new[] { "people:read" } }).Expect(201);
        await organization.Admin.DeleteAsync($"/roles/{role.Id}").Expect(204);
    }

    public static async Task<IReadOnlyList<JsonNode>> DeliveriesAsync(this TestOrganization organization, Guid webhookId) =>
        (await organization.Admin.GetAsync($"/webhooks/{webhookId}/deliveries").Expect(200)).Items;

    /// <summary>The webhook's one delivery, once it is in this status.</summary>
    public static async Task<JsonNode> DeliveryAsync(this TestOrganization organization, Guid webhookId, string status, int attempts)
    {
        var deliveries = await Eventually.Until(
            () => organization.DeliveriesAsync(webhookId),
            all => all.Count == 1 && all[0].Text("status") == status && all[0].Text("attempts") == attempts.ToString(CultureInfo.InvariantCulture));
        return deliveries[0];
    }

    public static string ShouldStartWithPrefix(this string text, string prefix)
    {
        text.ShouldStartWith(prefix);
        return text[prefix.Length..];
    }
}
