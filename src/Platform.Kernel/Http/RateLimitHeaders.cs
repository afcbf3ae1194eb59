using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Metering;

namespace Platform.Kernel.Http;

/// <summary>
/// <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers): the quota <c>q</c> in a window of
/// <c>w</c> seconds; <c>r</c> requests are left, and in <c>t</c> seconds the whole quota is back, or where none is left, the
/// next request can be made.
/// </summary>
public static class RateLimitHeaders
{
    public const string Policy = "RateLimit-Policy";
    public const string Limit = "RateLimit";

    /// <summary>Texts used lately, so that a request rarely makes one: most tokens stay close to a full bucket.</summary>
    private static readonly Text?[] Texts = new Text?[1024];
    private static readonly ConcurrentDictionary<int, string> Policies = new();

    internal static void Write(IHeaderDictionary headers, RateLimitState state)
    {
        headers[Policy] = Policies.GetOrAdd(state.Limit, static limit => $"\"default\";q={limit};w={(int)RateLimiter.Window.TotalSeconds}");
        headers[Limit] = TextOf(state.Remaining, state.ResetSeconds);
    }

    private static string TextOf(int remaining, int seconds)
    {
        ref var slot = ref Texts[(uint)HashCode.Combine(remaining, seconds) % (uint)Texts.Length];
        var text = slot;
        if (text is null || text.Remaining != remaining || text.Seconds != seconds)
        {
            slot = text = new Text(remaining, seconds, $"\"default\";r={remaining};t={seconds}");
        }

        return text.Value;
    }

    private sealed record Text(int Remaining, int Seconds, string Value);
}
