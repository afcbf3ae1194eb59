using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Messaging;
using Platform.Kernel.Metering;
using Platform.Kernel.Modules;
using Platform.Kernel.Outbox;

namespace Platform.Kernel;

/// <summary>Registers what every module stands on.</summary>
public static class KernelServices
{
    public static void AddKernel(this IServiceCollection services, IConfiguration configuration, DatabaseProvider provider, IReadOnlyList<IModule> modules)
    {
        services.TryAddSingleton(TimeProvider.System);
        AddData(services, configuration, provider, modules);
        services.AddMessaging(modules.Select(module => module.GetType().Assembly).Append(typeof(KernelServices).Assembly));
        services.AddHostedService<Rehearsals>();
        services.AddJobs();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxDelivering>();
        services.AddHostedService<OutboxDispatcher>();
        services.AddSingleton(new GrantCacheOptions(
            configuration.GetValue("Cache:MaxEntries", new GrantCacheOptions().MaxEntries),
            configuration.GetValue("Cache:MaxMegabytes", new GrantCacheOptions().MaxMegabytes)));
        services.AddSingleton<GrantParts>();
        services.AddSingleton<LoadScopes>();
        services.AddScoped<PreparedReads>();
        services.AddSingleton(new MeterOptions(configuration.GetValue("Tokens:DefaultRateLimitPerMinute", new MeterOptions().DefaultRateLimitPerMinute)));
        services.AddSingleton<Meters>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<AttemptLimits>();
        services.AddSingleton<Denials>();
        services.AddScoped<Caller>();
        services.AddSingleton(new PublicAddress(configuration));
        services.AddSingleton(new OperatorRules(configuration.GetValue("Operators:RequireMfa", true)));
        foreach (var module in modules)
        {
            services.AddSingleton(module);
            module.AddServices(services, configuration);
        }
    }

    /// <summary>The group at <c>/api/v1</c> in which modules map their routes.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1").AddEndpointFilter<RouteGroupBuilder, CallFilter>().WithMetadata(new OpensUnitOfWork());

    private static void AddData(IServiceCollection services, IConfiguration configuration, DatabaseProvider provider, IReadOnlyList<IModule> modules)
    {
        var connectionString = configuration.GetConnectionString("Platform")
            ?? provider.DefaultConnectionString(configuration["Data:Directory"] ?? "data")
            ?? throw new InvalidOperationException($"{provider.Name} needs a connection string: set ConnectionStrings:Platform.");
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        var owner = new DbContextOptionsBuilder<PlatformDbContext>();
        var maxBatchSize = configuration.GetValue<int?>("Database:MaxBatchSize");
        provider.Configure(options, connectionString, maxBatchSize);
        provider.ConfigureForOwner(owner, connectionString, maxBatchSize);
        foreach (var each in (DbContextOptionsBuilder[])[options, owner])
        {
            // Jobs delete any some of what is due, for which an order would only be a sort; pages of a list have theirs from Paging.
            each.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        }

        services.AddSingleton(provider);
        services.AddCoherence(provider, connectionString);
        services.AddSingleton<WriteGate>();
        services.AddHostedService(services => ActivatorUtilities.CreateInstance<Checkpoints>(services, connectionString));
        services.AddSingleton(new PlatformModel(modules));
        services.AddSingleton(services => options.UseApplicationServiceProvider(services).Options);
        services.AddSingleton(services => new OwnerDatabase(owner.UseApplicationServiceProvider(services).Options, services.GetRequiredService<PlatformModel>(), provider));
        services.AddScoped<OrganizationScope>();
        services.AddScoped(services => new PlatformDbContext(
            services.GetRequiredService<DbContextOptions<PlatformDbContext>>(), services.GetRequiredService<PlatformModel>())
        {
            Scope = services.GetRequiredService<OrganizationScope>(),
        });
    }
}
