using System.Data.Common;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Host.Http;

/// <summary>
/// The outermost layer: what can't be read becomes a clear problem, a bug becomes a 500 with a trace id and nothing else, and
/// a path or method that is not there says so.
/// </summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, DatabaseProvider database, ILogger<ErrorMiddleware> logger)
{
    private static readonly Error Malformed = new(ErrorCodes.MalformedRequest, "The body or a value in the address can't be read. Send well-formed JSON with the documented types.");
    private static readonly Error TooLarge = new(ErrorCodes.PayloadTooLarge, "The body is larger than 1 MiB.");
    private static readonly Error WrongMedia = new(ErrorCodes.UnsupportedMediaType, "Send the body as application/json, or as the media type that the documentation of this call names.");
    private static readonly Error NoSuchPath = new(ErrorCodes.NotFound, "There is nothing at this address.");
    private static readonly Error NoSuchMethod = new(ErrorCodes.MethodNotAllowed, "This address does not take this method; see the Allow header.");
    private static readonly Error Broken = new(ErrorCodes.InternalError, "That is a fault of this host. Give whoever runs it the trace id.");
    private static readonly Error NoDatabase = new(ErrorCodes.Unavailable, UnavailableException.NoDatabase);
    private static readonly Error Uncertain = new(ErrorCodes.Unavailable, "The database did not say whether it has made the change. See how things stand before you ask for it again.");

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            // No text that a database could not keep gets any further.
            if (context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
            {
                await Problems.WriteAsync(context, Malformed);
                return;
            }

            await next(context);
            var response = context.Response;
            if (response is { HasStarted: false, ContentType: null } && ErrorFor(response.StatusCode) is { } error)
            {
                await Problems.WriteAsync(context, error);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            ClearBody(context.Response);
            await Problems.WriteAsync(context, Judge(failure, context));
        }
    }

    /// <summary>Forgets what the endpoint had begun to say, but not how the token stands to its limit.</summary>
    private static void ClearBody(HttpResponse response)
    {
        var (policy, limit) = (response.Headers[RateLimitHeaders.Policy], response.Headers[RateLimitHeaders.Limit]);
        response.Clear();
        if (policy.Count > 0)
        {
            (response.Headers[RateLimitHeaders.Policy], response.Headers[RateLimitHeaders.Limit]) = (policy, limit);
        }
    }

    private static Error? ErrorFor(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Malformed,
        StatusCodes.Status404NotFound => NoSuchPath,
        StatusCodes.Status405MethodNotAllowed => NoSuchMethod,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => WrongMedia,
        _ => null,
    };

    private Error Judge(Exception failure, HttpContext context)
    {
        switch (failure)
        {
            case BadHttpRequestException bad:
                return ErrorFor(bad.StatusCode) ?? Malformed;
            case UnavailableException:
                return NoDatabase with { Detail = failure.Message };
            case CommitUncertainException:
                LogUnreachable(failure);
                return Uncertain;
            case var _ when IsTransient(failure):
                LogUnreachable(failure);
                return NoDatabase;
            default:
                LogBug(failure, context.Request.Method, context.Request.Path);
                return Broken;
        }
    }

    /// <summary>What the database's driver says, EF has wrapped after the last attempt.</summary>
    private bool IsTransient(Exception failure) =>
        failure is DbException told && database.IsTransient(told) || failure.InnerException is { } inner && IsTransient(inner);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogBug(Exception failure, string method, PathString path);

    [LoggerMessage(LogLevel.Error, "The database could not be reached")]
    private partial void LogUnreachable(Exception failure);
}
