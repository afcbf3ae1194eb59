using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Platform.Kernel.Http;

namespace Platform.Host.Http;

/// <summary>
/// The document as it is sent. It is the same for as long as the host runs, and making it takes a quarter of a second, so that
/// it is made once, when somebody first asks.
/// </summary>
internal sealed class OpenApiFile([FromKeyedServices(OpenApiFile.Name)] IOpenApiDocumentProvider document)
{
    public const string Name = "v1";

    private readonly Lazy<Task<(byte[] Content, EntityTagHeaderValue Tag)>> _made = new(() => MakeAsync(document));

    public async Task<IResult> SendAsync(HttpResponse response)
    {
        var (content, tag) = await _made.Value;
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(content, "application/json; charset=utf-8", entityTag: tag);
    }

    private static async Task<(byte[] Content, EntityTagHeaderValue Tag)> MakeAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        var content = Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
        return (content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\""));
    }
}

internal static class OpenApiFileRoute
{
    public static void MapOpenApiFile(this WebApplication app) =>
        app.MapGet($"/openapi/{OpenApiFile.Name}.json", (OpenApiFile file, HttpResponse response) => file.SendAsync(response))
            .ExcludeFromDescription().AllowPublic("The contract is no secret");
}
