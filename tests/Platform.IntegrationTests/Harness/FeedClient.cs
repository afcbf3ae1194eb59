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

/// <summary>Reads the verifier's feed event by event.</summary>
internal sealed class FeedClient(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>All that was read so far.</summary>
    public List<FeedEvent> Seen { get; } = [];

    public static async Task<FeedClient> OpenAsync(ApiClient client, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{client.BasePath}/verifier/feed");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {client.Credential}");
        if (client.Organization is { } organization)
        {
            request.Headers.TryAddWithoutValidation("Organization-ID", organization);
        }

        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new FeedClient(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    public async Task<FeedEvent> NextAsync(string? kind = null)
    {
        while (true)
        {
            (await events.MoveNextAsync().AsTask().WaitAsync(Patience)).ShouldBeTrue("the feed has ended");
            var item = events.Current;
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
            if (!await events.MoveNextAsync().AsTask().WaitAsync(Patience))
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync()
    {
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
