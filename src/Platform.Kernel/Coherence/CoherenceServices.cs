using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;

namespace Platform.Kernel.Coherence;

internal static class CoherenceServices
{
    /// <summary>What keeps the nodes' memory true; on a database that one host owns, without a feed and without a lease.</summary>
    public static void AddCoherence(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        services.TryAddSingleton(new NodeClock(TimeProvider.System));
        services.AddSingleton<CacheEpoch>();
        services.AddSingleton<GrantCache>();
        services.AddSingleton<DropLog>();
        services.AddSingleton<DirectLoads>();
        services.AddSingleton<Acknowledgements>();
        services.AddSingleton<Revisions>();
        if (provider.SingleWriter)
        {
            services.AddSingleton(services => new NodeLease(null, services.GetRequiredService<NodeClock>()));
            services.AddHostedService<FirstRevision>();
            return;
        }

        services.AddSingleton(services => new NodeProtocol(Guid.CreateVersion7(), services.GetRequiredService<GrantCache>().Apply, services.GetRequiredService<DropLog>()));
        services.AddSingleton(services => new NodeLease(services.GetRequiredService<NodeProtocol>(), services.GetRequiredService<NodeClock>()));
        services.AddHostedService(services => new ChangeFeed(
            services.GetRequiredService<NodeProtocol>(),
            services.GetRequiredService<NodeLease>(),
            services.GetRequiredService<NodeClock>(),
            services.GetRequiredService<GrantCache>(),
            new FeedSource(provider, connectionString),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ChangeFeed>>()));
        services.AddSingleton<SharedLimits>();
        services.AddHostedService<LimitSharing>();
    }
}
