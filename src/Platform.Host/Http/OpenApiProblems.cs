using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>How operations are refused: a response for each status, with its codes and their occasions.</summary>
internal static class OpenApiProblems
{
    public const string Extension = "x-error-codes";
    private const string MediaType = "application/problem+json";
    private const string Shape = "Problem";

    /// <summary>Every code with its cause and cure, as the document has it at its root and <c>docs/errors.md</c> is made from.</summary>
    public static JsonArray Table() => [.. Problems.Kinds.Select(kind => new JsonObject
    {
        ["code"] = kind.Code,
        ["status"] = kind.Status,
        ["title"] = kind.Title,
        ["cause"] = kind.Cause,
        ["cure"] = kind.Cure,
    })];

    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        document.Components ??= new OpenApiComponents();
        document.Components.Examples ??= Problems.Kinds.ToDictionary(kind => kind.Code, IOpenApiExample (kind) => ExampleOf(kind));
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(Shape))
        {
            document.Components.Schemas[Shape] = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken);
        }

        operation.Responses ??= [];
        var problems = OperationErrors.Of(context.Description.ActionDescriptor.EndpointMetadata, context.Description.RelativePath ?? "");
        foreach (var answered in problems.GroupBy(problem => Problems.StatusOf(problem.Code)))
        {
            // A host that is not ready answers 503 with more than a problem.
            var response = operation.Responses.TryGetValue($"{answered.Key}", out var made) && made is OpenApiResponse typed ? typed : new OpenApiResponse();
            operation.Responses[$"{answered.Key}"] = response;
            Describe(response, answered.Key, [.. answered], document);
        }

        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[Extension] = new JsonNodeExtension(CodesOf(problems));
    }

    private static void Describe(OpenApiResponse response, int status, IReadOnlyList<DocumentedProblem> problems, Microsoft.OpenApi.OpenApiDocument document)
    {
        response.Description = string.Join("; ", problems.Select(problem => $"`{problem.Code}`: {problem.When}"));
        response.Content ??= new Dictionary<string, OpenApiMediaType>();
        response.Content[MediaType] = new OpenApiMediaType
        {
            Schema = new OpenApiSchemaReference(Shape, document),
            Examples = problems.Select(problem => problem.Code).Distinct()
                .ToDictionary(code => code, IOpenApiExample (code) => new OpenApiExampleReference(code, document)),
        };
        response.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        response.Extensions[Extension] = new JsonNodeExtension(CodesOf(problems));
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            var (name, meaning) = status == StatusCodes.Status401Unauthorized
                ? ("WWW-Authenticate", "`Bearer`, with `error=\"invalid_token\"` where a credential was sent (RFC 6750).")
                : ("Retry-After", "In how many seconds to try again.");
            response.Headers[name] = new OpenApiHeader { Description = meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }

    private static JsonArray CodesOf(IEnumerable<DocumentedProblem> problems) => [.. problems.Select(problem => problem.Code).Distinct()];

    private static OpenApiExample ExampleOf(ProblemKind kind) => new()
    {
        Summary = kind.Title,
        Description = $"{kind.Cause} {kind.Cure}",
        Value = new JsonObject
        {
            ["type"] = kind.Type,
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["detail"] = kind.Cause,
            ["instance"] = "/api/v1/…",
            ["code"] = kind.Code,
            ["traceId"] = "0af7651916cd43dd8448eb211c80319c",
        },
    };
}
