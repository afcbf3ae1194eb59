using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Http;

namespace Platform.IntegrationTests.Harness;

/// <summary>
/// Has each refusal say in a header of the tests' own which operation it comes from and by which codes that may refuse, so that
/// the test which meets an undeclared one fails.
/// </summary>
internal sealed class DeclaredRefusals : IStartupFilter
{
    private const string Header = "X-Declared-Refusals";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, proceed) =>
        {
            context.Response.OnStarting(() => Announce(context));
            return proceed(context);
        });
        next(app);
    };

    /// <summary>Holds a problem against what its operation declares.</summary>
    public static void Check(HttpResponseMessage response, string body)
    {
        if (response.Headers.TryGetValues(Header, out var values))
        {
            var declared = values.Single().Split(' ');
            declared[1..].ShouldContain(JsonNode.Parse(body)!.Text("code"), $"{declared[0]} refuses by a code that its route line does not declare (Refuses): {body}");
        }
    }

    private static Task Announce(HttpContext context)
    {
        if (context.Response.ContentType == "application/problem+json"
            && context.GetEndpoint() is RouteEndpoint endpoint
            && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is { EndpointName: var name })
        {
            var codes = OperationErrors.Of(endpoint.Metadata, endpoint.RoutePattern.RawText!).Select(problem => problem.Code).Distinct();
            context.Response.Headers[Header] = string.Join(' ', codes.Prepend(name));
        }

        return Task.CompletedTask;
    }
}

internal static class DeclaredRefusalsServices
{
    public static void AddDeclaredRefusals(this IServiceCollection services) => services.AddTransient<IStartupFilter, DeclaredRefusals>();
}
