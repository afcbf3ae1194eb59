using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>
/// Limits and counts the requests of API tokens, around the decision whether they are allowed: what is refused counts too. A
/// request over the limit asks neither the database nor the endpoint.
/// </summary>
internal static class MeteredAccess
{
    /// <summary>Longest name of an endpoint that usage keeps.</summary>
    private const int MaxNameLength = 200;

    private static readonly ConcurrentDictionary<Endpoint, string> Names = new();

    /// <summary>Takes a place within the token's limit and tells of it in the headers; an error where there is none.</summary>
    public static Error? Limit(HttpContext context, Grant grant, DateTime now)
    {
        if (grant.Meter is not { } meter || grant.IsExpiredAt(now))
        {
            return null;
        }

        // Whoever may not use the token from there must not use up its limit either.
        var state = grant.Admits(context.Connection.RemoteIpAddress)
            ? meter.Spend(grant.RateLimitPerMinute, now)
            : meter.Peek(grant.RateLimitPerMinute, now);
        if (state is not { } known)
        {
            return null;
        }

        RateLimitHeaders.Write(context.Response.Headers, known);
        if (!known.IsOver)
        {
            return null;
        }

        var seconds = known.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return new Error(ErrorCodes.RateLimited, $"The token has made its {known.Limit:N0} requests a minute. Try again in {seconds} s.");
    }

    /// <summary>Counts a request once it has been answered.</summary>
    public static Task Count(HttpContext context, Grant grant, DateTime now, Task answering)
    {
        // The requests of a token that has ended are not its usage any more.
        if (grant.Meter is null || grant.IsExpiredAt(now))
        {
            return answering;
        }

        var name = Names.GetOrAdd(context.GetEndpoint()!, static endpoint => NameOf(endpoint));
        if (!answering.IsCompletedSuccessfully)
        {
            return CountLater(context, grant.Meter, name, now, answering);
        }

        grant.Meter.Count(name, context.Connection.RemoteIpAddress, UseOutcomes.Of(context.Response.StatusCode), now);
        return Task.CompletedTask;
    }

    /// <summary>As a reader knows it: <c>GET /api/v1/tokens/{id}</c>.</summary>
    private static string NameOf(Endpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        var path = (endpoint as RouteEndpoint)?.RoutePattern is { } pattern
            ? string.Concat(pattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
                _ => "",
            }))))
            : endpoint.DisplayName;
        return $"{(methods.Count == 0 ? "ANY" : string.Join(',', methods))} {path}".Cut(MaxNameLength);
    }

    private static async Task CountLater(HttpContext context, TokenMeter meter, string name, DateTime now, Task answering)
    {
        try
        {
            await answering;
        }
        catch (Exception failure)
        {
            // What becomes of it is settled further out; a request that can't be read or was given up is no fault of the host.
            var invalid = failure is BadHttpRequestException || context.RequestAborted.IsCancellationRequested;
            meter.Count(name, context.Connection.RemoteIpAddress, invalid ? UseOutcome.Invalid : UseOutcome.Error, now);
            throw;
        }

        meter.Count(name, context.Connection.RemoteIpAddress, UseOutcomes.Of(context.Response.StatusCode), now);
    }
}
