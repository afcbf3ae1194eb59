using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

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
}
