using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>Writes into the document what route lines say beyond types: examples, headers and each code of refusal.</summary>
internal static class OpenApiExamples
{
    private const string ProblemType = "application/problem+json";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var request in metadata.OfType<DocumentedRequest>())
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            {
                content.Example = JsonNode.Parse(request.Example);
            }
        }

        operation.Responses ??= [];
        foreach (var answer in metadata.OfType<DocumentedAnswer>())
        {
            Describe(operation.Responses, answer);
        }

        foreach (var problems in metadata.OfType<DocumentedProblem>().GroupBy(problem => Problems.StatusOf(problem.Code)))
        {
            operation.Responses[$"{problems.Key}"] = Describe(problems.Key, [.. problems], context.Document!);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiResponses responses, DocumentedAnswer answer)
    {
        var response = responses.TryGetValue($"{answer.Status}", out var made) && made is OpenApiResponse typed ? typed : new OpenApiResponse();
        responses[$"{answer.Status}"] = response;
        response.Description = answer.Description;
        foreach (var content in response.Content?.Values ?? [])
        {
            content.Examples = answer.Examples.ToDictionary(
                example => example.Name, IOpenApiExample (example) => new OpenApiExample { Value = JsonNode.Parse(example.Json) });
        }

        if (answer.Headers.Count > 0)
        {
            response.Headers = answer.Headers.ToDictionary(
                header => header.Name,
                IOpenApiHeader (header) => new OpenApiHeader { Description = header.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
    }

    private static OpenApiResponse Describe(int status, IReadOnlyList<DocumentedProblem> problems, Microsoft.OpenApi.OpenApiDocument document) => new()
    {
        Description = string.Join("; ", problems.Select(problem => $"`{problem.Code}`: {problem.When}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemType] = new()
            {
                Schema = new OpenApiSchemaReference("Problem", document),
                Examples = problems.ToDictionary(problem => problem.Code, IOpenApiExample (problem) => new OpenApiExample
                {
                    Summary = problem.When,
                    Value = new JsonObject { ["status"] = status, ["code"] = problem.Code },
                }),
            },
        },
    };
}
