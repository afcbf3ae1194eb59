using Microsoft.AspNetCore.Http;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;
using Platform.Tokens.Verification;

namespace Platform.Tokens.Features;

/// <summary>
/// Tells a verifier, as server-sent events, what it must forget of what it was told: it may answer from memory as long as it
/// hears from here, and for a second more.
/// </summary>
internal static class ReadVerifierFeed
{
    public static async Task Endpoint(HttpContext http, VerifierFeed feed, NodeLease lease)
    {
        if (!lease.IsHeld)
        {
            throw new UnavailableException("This node does not know just now what has changed. Try again, or another node.");
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await feed.WriteAsync(http, http.Grant!, ResumedAt(http.Request));
    }

    /// <summary>The revision of the last heartbeat that the caller had; what can't be one is as good as none.</summary>
    private static long? ResumedAt(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], System.Globalization.NumberStyles.None, null, out var revision) ? revision : null;
}
