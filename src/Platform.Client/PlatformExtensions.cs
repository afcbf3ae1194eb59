using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Client.Asking;
using Platform.Client.Feed;
using Platform.Client.Http;
using Platform.Client.Memory;

namespace Platform.Client;

/// <summary>The words in which a product says who verifies its callers, and what its endpoints ask for.</summary>
public static class PlatformExtensions
{
    /// <summary>Verifies tokens for endpoints that say <see cref="RequireScope{TBuilder}"/>. Nothing else is needed: no middleware, no scheme.</summary>
    /// <param name="services">The product's services.</param>
    /// <param name="configure">Where the instance is, and with which token it is asked.</param>
    public static IServiceCollection AddPlatform(this IServiceCollection services, Action<PlatformOptions> configure)
    {
        services.AddOptions<PlatformOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlatformOptions>, ValidPlatformOptions>();
        services.AddSingleton<Instance>();
        services.AddSingleton(new FeedLease(TimeProvider.System));
        services.AddSingleton(provider => new TokenMemory(provider.GetRequiredService<IOptions<PlatformOptions>>().Value.MaxTokens));
        services.AddSingleton<Questions>();
        services.AddSingleton(provider => new PlatformVerifier(
            provider.GetRequiredService<Questions>(),
            provider.GetRequiredService<TokenMemory>(),
            provider.GetRequiredService<FeedLease>(),
            provider.GetRequiredService<IOptions<PlatformOptions>>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton<IHostedService>(provider => new FeedReader(
            provider.GetRequiredService<Instance>(),
            provider.GetRequiredService<TokenMemory>(),
            provider.GetRequiredService<FeedLease>(),
            provider.GetRequiredService<ILogger<FeedReader>>()));
        return services;
    }

    /// <summary>
    /// The same, with an authentication scheme, <see cref="PlatformDefaults.AuthenticationScheme"/>, for <c>[Authorize]</c> and
    /// policies. Endpoints that say <see cref="RequireScope{TBuilder}"/> are quicker without it.
    /// </summary>
    /// <param name="authentication">What <c>services.AddAuthentication()</c> gives.</param>
    /// <param name="configure">Where the instance is, and with which token it is asked.</param>
    public static AuthenticationBuilder AddPlatform(this AuthenticationBuilder authentication, Action<PlatformOptions> configure)
    {
        authentication.Services.AddPlatform(configure);
        return authentication.AddScheme<AuthenticationSchemeOptions, PlatformHandler>(PlatformDefaults.AuthenticationScheme, null);
    }

    /// <summary>
    /// Lets through whoever has a token with this scope, in the organization that <c>Organization-ID</c> names; anybody else is
    /// answered 400, 401, 403, 429 or 503 with problem details. Said several times, all of them are needed.
    /// </summary>
    /// <param name="builder">An endpoint, a group, or a controller's.</param>
    /// <param name="scope"><c>tickets:read</c>; <c>read</c> with <see cref="PlatformOptions.Resource"/>; or one item's, <c>urn:platform:tickets:4711:read</c>.</param>
    /// <exception cref="FormatException">When the product starts: it is no scope.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var services = endpoint.ApplicationServices;
            var asked = AskedScope.Parse(scope, services.GetRequiredService<IOptions<PlatformOptions>>().Value.Resource);
            var next = endpoint.RequestDelegate ?? throw new InvalidOperationException($"{endpoint.DisplayName} has nothing that a scope could be asked for.");
            endpoint.RequestDelegate = new ScopeGate(services.GetRequiredService<PlatformVerifier>(), asked, next, services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(PlatformHandler))).InvokeAsync;
            endpoint.Metadata.Add(new RequiredScope(asked.Name));
        });
        return builder;
    }

    /// <summary>Asks in a policy for a token with this scope, beside whatever else it asks for; authenticated by the scheme.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scope">The whole of it, such as <c>tickets:read</c>.</param>
    /// <exception cref="FormatException">It is no scope.</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, string scope)
    {
        var asked = AskedScope.Parse(scope, null);
        policy.AuthenticationSchemes.Add(PlatformDefaults.AuthenticationScheme);
        return policy.RequireAssertion(context => context.User is PlatformPrincipal principal && principal.Allows(asked));
    }
}

/// <summary>What an endpoint asks for: its metadata, for documentation.</summary>
/// <param name="Scope">In the short form.</param>
public sealed record RequiredScope(string Scope);

internal sealed class ValidPlatformOptions : IValidateOptions<PlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, PlatformOptions options) =>
        options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
