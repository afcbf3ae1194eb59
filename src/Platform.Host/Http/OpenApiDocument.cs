using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Platform.Host.Http;

/// <summary>The contract as OpenAPI 3.1: each operation with who may call it, what it takes, what it answers and how it fails.</summary>
internal static class OpenApiDocument
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Sign-in", "Signing in, by password, second factor or passkey; sessions and links."),
        ("Account", "One's own password and second factors."),
        ("Personnel", "The people of an organization."),
        ("Roles", "Roles, and the catalogue of permissions."),
        ("Tokens", "Tokens, one's own and the organization's, service accounts, and their use."),
        ("Verification", "Asking whether a token is good, and for what: for downstream services and gateways."),
        ("Notifications", "Notices, webhooks and the calendar of expiry dates."),
        ("Audit", "The hash-chained log of every change."),
        ("Tenancy", "An organization's settings and token policy."),
        ("Instance", "For operators: organizations, applications, jobs."),
        ("Health", "Whether the host is up and ready."),
    ];

    public static void AddPlatformOpenApi(this IServiceCollection services)
    {
        services.AddSingleton<OpenApiFile>();
        services.AddOpenApi(OpenApiFile.Name, Configure);
    }

    private static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            OpenApiParameters.Describe(operation, context);
            OpenApiAccess.Describe(operation, context);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(OpenApiProblems.DescribeAsync);
        options.AddOperationTransformer(OpenApiExamples.Describe);
        options.AddPlatformSchemas();
    }

    private static void Describe(Microsoft.OpenApi.OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Platform",
            Version = "v1",
            Description = "Who calls, in which organization, and what they may do. Send a token as `Authorization: Bearer …` and the organization as `Organization-ID`. "
                + "`x-required-permission` says who may call an operation: a permission, or `member` (anybody of the organization), `operator`, `application`, `holder` (of the secret in the body) or `public`. "
                + "`x-error-codes` says by which codes it may be refused; each is explained at `/errors`.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = OpenApiAccess.Schemes;
        document.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        document.Extensions[OpenApiProblems.Extension] = new JsonNodeExtension(OpenApiProblems.Table());

        var used = (document.Tags ?? new HashSet<OpenApiTag>()).Select(tag => tag.Name).ToHashSet();
        document.Tags = new HashSet<OpenApiTag>(Tags.Where(tag => used.Remove(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .Concat(used.Select(name => new OpenApiTag { Name = name })));
        OpenApiExamples.Fill(document);
    }
}
