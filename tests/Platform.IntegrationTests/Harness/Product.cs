using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Client;

namespace Platform.IntegrationTests.Harness;

/// <summary>A downstream product on a socket of its own, which verifies its callers with Platform.Client.</summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private Product(WebApplication app)
    {
        _app = app;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>Calls without a credential.</summary>
    public ApiClient Anonymous => new ApiClient(_http) with { BasePath = "" };

    /// <summary>The same caller, calling here.</summary>
    public ApiClient Here(ApiClient client) => client with { Http = _http, BasePath = "" };

    /// <param name="application">What it is at the instance: it asks for the scopes of its one resource.</param>
    /// <param name="address">Where it finds the instance, if it is to go another way.</param>
    /// <param name="change">What is to be different.</param>
    public static async Task<Product> StartAsync(TestApplication application, Uri? address = null, Action<PlatformOptions>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(application.Host.Clock);
        builder.Services.AddAuthorizationBuilder().AddPolicy("write", policy => policy.RequireScope(application.May("write")));
        builder.Services.AddAuthentication().AddPlatform(options =>
        {
            (options.Address, options.ApplicationToken, options.Resource) = (address ?? application.Host.Address, application.Client.Credential!, application.Resource);
            change?.Invoke(options);
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/things", (HttpContext http) => WhoCalls(http)).RequireScope("read");
        app.MapPost("/things", (HttpContext http) => WhoCalls(http)).RequireScope("write");
        app.MapGroup("/group").RequireScope("read").MapPost("/things", (HttpContext http) => WhoCalls(http)).RequireScope(application.May("write"));
        app.MapGet("/item", (HttpContext http) => WhoCalls(http)).RequireScope(application.MayWith("4711", "read"));
        app.MapPost("/policy", (HttpContext http) => WhoCalls(http)).RequireAuthorization("write");
        await app.StartAsync();
        var product = new Product(app);
        await Eventually.Until(() => Task.FromResult(product.IsFed), fed => fed);
        return product;
    }

    /// <summary>True where it may answer from memory.</summary>
    public bool IsFed => _app.Services.GetRequiredService<PlatformVerifier>().IsFed;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static object WhoCalls(HttpContext http)
    {
        var caller = (PlatformPrincipal)http.User;
        return new { organization = caller.Organization.Slug, subject = caller.Subject.Id, caller.TokenId, caller.Scopes };
    }
}
