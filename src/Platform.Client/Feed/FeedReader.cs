using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Client.Asking;
using Platform.Client.Memory;

namespace Platform.Client.Feed;

/// <summary>
/// Follows the instance's feed for as long as the product runs: drops what it names, and renews the lease with each heartbeat.
/// A heartbeat says how long its feed has run at the instance, so it was sent no earlier than that long after the feed was
/// asked for: one that was held up on its way gives no more time than it is worth.
/// </summary>
internal sealed partial class FeedReader(Instance instance, TokenMemory memory, FeedLease lease, ILogger<FeedReader> logger) : BackgroundService
{
    /// <summary>Heartbeats come every 250 ms: after this long without one the connection is dead.</summary>
    private static readonly TimeSpan Silence = FeedLease.Length;

    /// <summary>Longest time to connect.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The clocks of two machines drift apart: each feed begins to count anew before that matters.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>After this long without the feed there is nothing in memory that would be worth resuming.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long? _last;
    private long _heardAt;
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                // That it ends once and is resumed is part of its life.
                if (++_failures == 2)
                {
                    LogLost(failure.Message);
                }
            }

            var pause = TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 50 * _failures));
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        var askedAt = lease.Now;
        if (TimeSpan.FromTicks(askedAt - _heardAt) > Memory)
        {
            _last = null;
        }

        using var response = await instance.OpenFeedAsync(_last, patience.Token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            if ((int)response.StatusCode is 401 or 403)
            {
                // The product itself is no longer trusted with what it knows.
                lease.GiveUp();
                _last = null;
            }

            throw new HttpRequestException($"the feed answered {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false)}");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token).ConfigureAwait(false))
        {
            patience.CancelAfter(Silence);
            Take(item, askedAt);
            if (TimeSpan.FromTicks(lease.Now - askedAt) > Lifetime)
            {
                return;
            }
        }

        throw new HttpRequestException("it has ended");
    }

    private void Take(SseItem<string> item, long askedAt)
    {
        using var json = JsonDocument.Parse(item.Data);
        var revision = json.RootElement.GetProperty("revision").GetInt64();
        switch (item.EventType)
        {
            case "heartbeat":
                var sentAt = askedAt + (json.RootElement.GetProperty("elapsed").GetInt64() * TimeSpan.TicksPerMillisecond);
                lease.Renew(sentAt);
                (_last, _heardAt) = (revision, lease.Now);
                if (_heardAt - sentAt > FeedLease.Length.Ticks / 2)
                {
                    // It took too long to begin, and would never be worth more than this: the next one may be quicker.
                    throw new HttpRequestException("its heartbeats come late");
                }

                if (_failures > 1)
                {
                    LogBack();
                }

                _failures = 0;

                break;
            case "drop":
                memory.Drop(new FeedDrop(
                    revision,
                    json.RootElement.GetProperty("kind").GetString()!,
                    json.RootElement.TryGetProperty("id", out var id) ? id.GetGuid() : default));
                break;
            case "reset":
                memory.Reset(revision);
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The Platform instance's feed was lost ({Reason}): until it is back every request asks the instance")]
    private partial void LogLost(string reason);

    [LoggerMessage(LogLevel.Information, "The Platform instance's feed is there again")]
    private partial void LogBack();
}
