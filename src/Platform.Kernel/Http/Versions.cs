using Microsoft.AspNetCore.Http;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>Optimistic concurrency over HTTP: <c>ETag</c> out, <c>If-Match</c> in (RFC 9110 section 13.1.1).</summary>
public static class Versions
{
    /// <summary>The version that the caller last saw, or null where the change is unconditional.</summary>
    public static Result<int?> ReadIfMatch(this HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header is "" or "*")
        {
            return (int?)null;
        }

        return int.TryParse(header.AsSpan().Trim().Trim('"'), out var version)
            ? version
            : Error.Invalid("If-Match", "If-Match must hold the ETag of an earlier answer.");
    }

    public static void WriteETag(this HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";

    /// <summary>A failure where the row has moved on since the caller saw it.</summary>
    public static Error? CheckVersion(this IVersioned row, int? expected) =>
        expected is { } seen && seen != row.Version
            ? new Error(ErrorCodes.StaleVersion, $"It has been changed meanwhile: you saw version {seen}, now it is {row.Version}. Read it again.")
            : null;
}
