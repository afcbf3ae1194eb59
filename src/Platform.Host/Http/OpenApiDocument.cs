using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>The contract as OpenAPI 3.1: each operation with who may call it, the header it needs and how it fails.</summary>
internal static class OpenApiDocument
{
    private const string Token = "token";

    public static void AddPlatformOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Platform",
                Version = "v1",
                Description = "Who calls, in which organization, and what they may do. Send a token as `Authorization: Bearer …` and the organization as `Organization-ID`.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Token] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An API token, or the access token of a signed-in person.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(Describe);
        options.AddOperationTransformer(OpenApiExamples.Describe);
        options.AddPlatformSchemas();
    });

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        DescribeParameters(operation, context);
        await DescribeProblemsAsync(operation, context, cancellationToken);
        var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().LastOrDefault();
        if (access is null)
        {
            return;
        }

        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-required-permission"] = new JsonNodeExtension(access.Requirement);
        if (access.Kind is AccessKind.Public or AccessKind.Holder)
        {
            return;
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, context.Document)] = [] }];
        if (access.Kind is not (AccessKind.Operator or AccessKind.Gateway))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "Organization-ID",
                In = ParameterLocation.Header,
                Required = access.Kind != AccessKind.Application && !access.OfAccount,
                Description = "The organization's id or its slug.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    /// <summary>Query parameters as the query string has them, and those that an endpoint reads by itself.</summary>
    private static void DescribeParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query))
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            parameter.Schema = parameter.Name switch
            {
                "limit" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Default = 50 },
                "by" => new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["hour", "day"], Default = "day" },
                "apiAccessEnabled" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                _ => new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }

        foreach (var read in context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = read.Name,
                In = read.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = read.Description,
                Schema = new OpenApiSchema { Type = read.IsSwitch ? JsonSchemaType.Boolean : JsonSchemaType.String },
            });
        }
    }

    /// <summary>Whatever an operation refuses, it refuses in one shape.</summary>
    private static async Task DescribeProblemsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        const string Name = "Problem";
        var document = context.Document!;
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(Name))
        {
            document.Components.Schemas[Name] = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken);
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused, and why (RFC 9457)",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Name, document) },
            },
        };
    }
}
