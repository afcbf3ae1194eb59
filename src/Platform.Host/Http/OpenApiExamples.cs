using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>Writes into the document what route lines say beyond types, and gives every other body an example made from its schema.</summary>
internal static class OpenApiExamples
{
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

    /// <summary>Once all schemas are there: an example for each body that has none.</summary>
    public static void Fill(Microsoft.OpenApi.OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            var answers = (operation.Responses ?? []).Where(response => response.Key.StartsWith('2')).SelectMany(response => response.Value.Content?.Values ?? []);
            var taken = operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>();
            foreach (var content in taken.Values.Concat(answers))
            {
                if (content is { Example: null, Examples: null or { Count: 0 }, Schema: { } schema })
                {
                    content.Example = OpenApiSamples.Of(schema);
                }
            }
        }
    }
}
