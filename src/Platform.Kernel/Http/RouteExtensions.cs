using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Platform.Kernel.Http;

/// <summary>What a route line says for the OpenAPI document.</summary>
public static class RouteExtensions
{
    /// <param name="builder">The endpoint.</param>
    /// <param name="operationId">The name of the use case: of its file, its test and its client function.</param>
    /// <param name="summary">What it does, in a sentence without a full stop.</param>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder builder, string operationId, string summary) =>
        builder.WithName(operationId).WithSummary(summary);

    /// <summary>The status and body of a good answer.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder builder, int status = StatusCodes.Status200OK) =>
        builder.Produces<T>(status);

    /// <summary>A good answer without a body.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder builder) =>
        builder.Produces(StatusCodes.Status204NoContent);

    /// <summary>A good answer that is a file.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder builder, string mediaType, params string[] others) =>
        builder.Produces<string>(StatusCodes.Status200OK, mediaType, others);

    /// <summary>A body that is a file of this media type and no larger than this.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder builder, string mediaType, int maxBytes) =>
        builder.Accepts<string>(mediaType).WithMetadata(new RequestSizeLimitAttribute(maxBytes));

    /// <summary>A switch in the query string.</summary>
    public static RouteHandlerBuilder TakesSwitch(this RouteHandlerBuilder builder, string name, string description) =>
        builder.WithMetadata(new ReadParameter(name, false, true, description));

    /// <summary>A change that <c>If-Match</c> makes conditional.</summary>
    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new ReadParameter(ReadParameter.IfMatch, true, false, "The ETag of the version that the change was made from; another one is refused with `stale-version`."));

    /// <summary>An answer with a refresh token, which a browser takes as a cookie.</summary>
    public static RouteHandlerBuilder TakesCookieMode(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new ReadParameter("cookie", false, true, "`true` for a browser: the refresh token comes in an HttpOnly cookie instead of the body."));
}

/// <summary>An optional parameter that the endpoint reads from the request itself, so that its signature does not show it.</summary>
public sealed record ReadParameter(string Name, bool InHeader, bool IsSwitch, string Description)
{
    public const string IfMatch = "If-Match";

    public bool IsIfMatch => Name == IfMatch;
}
