using System.Globalization;
using Microsoft.AspNetCore.HttpOverrides;
using Platform.Host.Demo;
using Platform.Host.Http;
using Platform.Kernel;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Modules;
using Platform.Migrations.PostgreSql;
using Platform.Migrations.Sqlite;
using Platform.Migrations.SqlServer;

namespace Platform.Host;

/// <summary>Puts the host together: the databases, the modules, and the order of middleware, to be read as a table of contents.</summary>
public static class HostApplication
{
    private static readonly DatabaseProvider[] Providers = [new SqliteDatabase(), new PostgreSqlDatabase(), new SqlServerDatabase()];

    /// <summary>Configures the host without building it, so that a test can put its own clock in.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Numbers and dates in answers and logs are the same on every machine.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // Its own files are beside the program, from whichever folder it is started.
            ContentRootPath = AppContext.BaseDirectory,
        });
        // Its lines hold the whole address of a request, and with that the one-time token of an invitation link.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // That it could not start is said by the command in one sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        // A password that everyone knows is not made safer by a second factor; it would only keep visitors of the demo out.
        if (DemoData.IsEnabled(builder.Configuration))
        {
            builder.Configuration["Operators:RequireMfa"] ??= "false";
        }

        var permissions = builder.Configuration["Permissions:Namespace"] ?? "platform";
        if (!Scope.TryUseNamespace(permissions))
        {
            throw new ConfigurationException(
                $"Permissions:Namespace is '{permissions}'; it must be 2 to 32 lower case letters, digits and hyphens, such as acme.");
        }

        var services = builder.Services;
        services.AddKernel(builder.Configuration, ProviderFor(builder.Configuration), HostModules.All);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new PlainTextConverter()));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddPlatformOpenApi();
        services.AddResponseCompression(options => options.EnableForHttps = true);
        AddProxy(services, builder.Configuration);
        return builder;
    }

    /// <summary>The order in which a request meets the host.</summary>
    public static WebApplication Configure(this WebApplication app)
    {
        app.UseMiddleware<ErrorMiddleware>();
        if (app.Configuration["Proxy:TrustedNetworks"] is { Length: > 0 })
        {
            app.UseForwardedHeaders();
        }

        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.UseWebUi();
        var api = app.MapApi();
        foreach (var module in app.Services.GetServices<IModule>())
        {
            module.MapRoutes(api, app);
        }

        app.MapHealth();
        app.MapOpenApiFile();
        return app;
    }

    /// <exception cref="ConfigurationException">There is no such database.</exception>
    public static DatabaseProvider ProviderFor(IConfiguration configuration)
    {
        var name = configuration["Database:Provider"] ?? Providers[0].Name;
        return Array.Find(Providers, provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConfigurationException(
                $"Database:Provider is '{name}'; it must be one of {string.Join(", ", Providers.Select(provider => provider.Name))}.");
    }

    private static void AddProxy(IServiceCollection services, IConfiguration configuration)
    {
        var trusted = (configuration["Proxy:TrustedNetworks"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.ForwardLimit = null;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var cidr in trusted)
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(cidr, out var network)
                    ? network
                    : throw new ConfigurationException($"Proxy:TrustedNetworks holds '{cidr}', which is no CIDR such as 10.0.0.0/8."));
            }
        });
    }
}

/// <summary>The configuration can't be used. The message is fit for the console.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
