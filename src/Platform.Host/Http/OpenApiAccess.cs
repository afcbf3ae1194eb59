using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>Who may call an operation, with which credential, and in which organization.</summary>
internal static class OpenApiAccess
{
    private const string Token = "token";
    private const string ApiKey = "apiKey";

    public static Dictionary<string, IOpenApiSecurityScheme> Schemes { get; } = new()
    {
        [Token] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API token (`ptu_…` of a person, `pts_…` of a service account, `pta_…` of an application), or the access token of a signed-in person.",
        },
        [ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-API-Key",
            Description = "The same API token, for clients that can't send `Authorization`. Send one of the two.",
        },
    };

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().LastOrDefault() is not { } access)
        {
            return;
        }

        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-required-permission"] = new JsonNodeExtension(access.Requirement);
        if (access.Kind is AccessKind.Public or AccessKind.Holder)
        {
            return;
        }

        // A signed-in person's access token is no API token.
        string[] schemes = access.PersonOnly || access.Kind == AccessKind.Operator ? [Token] : [Token, ApiKey];
        operation.Security = [.. schemes.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
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
                Example = "northside-fire",
            });
        }
    }
}
