using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Platform.Kernel.Http;

/// <summary>A body as a client may send it, for the OpenAPI document.</summary>
/// <param name="Example">JSON; for a form, the JSON object of its parameters.</param>
public sealed record DocumentedRequest(string Example);

/// <summary>A good answer, for the OpenAPI document.</summary>
/// <param name="Examples">Each with a name.</param>
/// <param name="Headers">Its headers of note, each with a sentence.</param>
public sealed record DocumentedAnswer(
    int Status, string Description, IReadOnlyList<(string Name, string Json)> Examples, IReadOnlyList<(string Name, string Description)> Headers);

/// <summary>Why an operation may be refused: each code of <see cref="Results.ErrorCodes"/> with the sentence of its occasion.</summary>
public sealed record DocumentedProblem(string Code, string When);

/// <summary>What a route line says beyond types, for operations that others write clients against.</summary>
public static class OperationDocumentation
{
    /// <summary>A body that the endpoint reads by itself, with an example of it.</summary>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder builder, string contentType, string example)
        where T : notnull => builder.Accepts<T>(contentType).WithMetadata(new DocumentedRequest(example));

    public static RouteHandlerBuilder ExampleRequest(this RouteHandlerBuilder builder, string example) =>
        builder.WithMetadata(new DocumentedRequest(example));

    public static RouteHandlerBuilder ExampleAnswer(this RouteHandlerBuilder builder, string description, params (string Name, string Json)[] examples) =>
        builder.WithMetadata(new DocumentedAnswer(StatusCodes.Status200OK, description, examples, []));

    /// <summary>A good answer that is all status and headers.</summary>
    public static RouteHandlerBuilder AnswersBodiless(
        this RouteHandlerBuilder builder, int status, string description, params (string Name, string Description)[] headers) =>
        builder.Produces(status).WithMetadata(new DocumentedAnswer(status, description, [], headers));

    /// <summary>A code that follows from neither the route line nor the shape of the endpoint, or an occasion of one that is worth a word (<see cref="OperationErrors"/>).</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, string code, string when) =>
        builder.WithMetadata(new DocumentedProblem(code, when));

    /// <summary>Permissions are handed out here.</summary>
    public static RouteHandlerBuilder RefusesUngrantable(this RouteHandlerBuilder builder) =>
        builder.Refuses(Results.ErrorCodes.ScopeNotGrantable, "A permission that the caller does not hold");
}
