using System.Diagnostics;
using System.Net.ServerSentEvents;

namespace Platform.IntegrationTests.Harness;

/// <summary>What the verifier's feed has said.</summary>
/// <param name="Text">The whole of its data.</param>
/// <param name="At">When it was read.</param>
public sealed record FeedEvent(string Kind, string? Id, string Text, TimeSpan At)
{
    private JsonNode Json { get; } = JsonNode.Parse(Text)!;

    public long Revision => Json["revision"]!.GetValue<long>();

    public long Elapsed => Json["elapsed"]!.GetValue<long>();

    public bool Names(string kind, Guid id) => Json["kind"]?.GetValue<string>() == kind && Json["id"]?.GetValue<Guid>() == id;
}

/// <summary>Reads the verifier's feed event by event. Where it ends with its node's lease, it goes on where it was, as a verifier does.</summary>
internal sealed class FeedClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ApiClient _client;
    private HttpResponseMessage _response = null!;
    private IAsyncEnumerator<SseItem<string>> _events = null!;

    private FeedClient(ApiClient client) => _client = client;

    /// <summary>All that was read so far.</summary>
    public List<FeedEvent> Seen { get; } = [];

    public static async Task<FeedClient> OpenAsync(ApiClient client, string? lastEventId = null)
    {
        var feed = new FeedClient(client);
        await feed.ConnectAsync(lastEventId);
        return feed;
    }

    public async Task<FeedEvent> NextAsync(string? kind = null)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            since.Elapsed.ShouldBeLessThan(Patience, $"no {kind}");
            if (!await _events.MoveNextAsync().AsTask().WaitAsync(Patience))
            {
                _response.Dispose();
                await ConnectAsync(Seen.LastOrDefault(seen => seen.Id is not null)?.Id);
                continue;
            }

            var item = _events.Current;
            var read = new FeedEvent(item.EventType, item.EventId, item.Data, _clock.Elapsed);
            Seen.Add(read);
            if (kind is null || read.Kind == kind)
            {
                return read;
            }
        }
    }

    /// <summary>Reads on until this is dropped; no heartbeat may have named its revision before.</summary>
    public async Task<FeedEvent> DropAsync(string kind, Guid id)
    {
        while (true)
        {
            var read = await NextAsync("drop");
            if (read.Names(kind, id))
            {
                Seen.Where(seen => seen.Kind == "heartbeat").ShouldAllBe(beat => beat.Revision < read.Revision);
                return read;
            }
        }
    }

    /// <summary>True where it ends after at most so many further events.</summary>
    public async Task<bool> EndsAsync(int atMost = 0)
    {
        for (var read = 0; read <= atMost; read++)
        {
            if (!await _events.MoveNextAsync().AsTask().WaitAsync(Patience))
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConnectAsync(string? lastEventId)
    {
        _response = await Eventually.Until(() => AskAsync(lastEventId), response => (int)response.StatusCode != 503);
        ((int)_response.StatusCode).ShouldBe(200);
        _response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        _events = SseParser.Create(await _response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
    }

    private async Task<HttpResponseMessage> AskAsync(string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_client.BasePath}/verifier/feed");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_client.Credential}");
        if (_client.Organization is { } organization)
        {
            request.Headers.TryAddWithoutValidation("Organization-ID", organization);
        }

        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return await _client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
