using Microsoft.Extensions.FileProviders;

namespace Platform.Host.Http;

/// <summary>Serves the web UI from <c>wwwroot</c>; each of its own addresses gives the one page.</summary>
internal static class WebUi
{
    /// <summary>No inline script, no eval, nothing from any other host. Inline style attributes are the component library's.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] NotPages = ["/api", "/health", "/openapi", "/.well-known", "/assets"];

    private static readonly string[] Compressed = ["/assets", "/openapi"];

    public static void UseWebUi(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;

        // Only what is the same for everybody: an answer that holds a secret beside what a caller chose is not to be compressed.
        app.UseWhen(static context => Array.Exists(Compressed, start => context.Request.Path.StartsWithSegments(start)), static branch => branch.UseResponseCompression());
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = static file => Prepare(file.Context) });
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is not null || !IsPage(context.Request))
            {
                return next(context);
            }

            var page = files.GetFileInfo("index.html");
            return page.Exists ? SendPageAsync(context, page) : next(context);
        });
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !Array.Exists(NotPages, start => request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
        && !Path.HasExtension(request.Path.Value);

    private static Task SendPageAsync(HttpContext context, IFileInfo page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        Prepare(context);
        return context.Response.SendFileAsync(page, context.RequestAborted);
    }

    private static void Prepare(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // What the build has named by its content never changes; the page that names them is asked for each time.
        headers.CacheControl = context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
