using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// The scopes in which grants are loaded, used again and again: what they hold prepared costs more than a load. On a database
/// without a server their connections stay open too. One in which a load failed is thrown away.
/// </summary>
public sealed class LoadScopes(IServiceScopeFactory scopes, DatabaseProvider provider) : IAsyncDisposable
{
    /// <summary>Scopes kept while nobody loads.</summary>
    private const int Most = 32;

    private readonly ConcurrentBag<AsyncServiceScope> _idle = [];
    private volatile bool _disposed;

    /// <param name="load">Reads only: nothing of the scope is in any organization when it begins, nor when it ends.</param>
    public async Task<T> RunAsync<T>(Func<IServiceProvider, Task<T>> load)
    {
        var scope = _idle.TryTake(out var idle) ? idle : scopes.CreateAsyncScope();
        var isWhole = false;
        try
        {
            var services = scope.ServiceProvider;
            var database = services.GetRequiredService<PlatformDbContext>().Database;
            if (provider.SingleWriter && database.GetDbConnection().State != System.Data.ConnectionState.Open)
            {
                await database.OpenConnectionAsync();
            }

            var loaded = await load(services);
            services.GetRequiredService<OrganizationScope>().Leave();
            isWhole = true;
            return loaded;
        }
        finally
        {
            if (isWhole && !_disposed && _idle.Count < Most)
            {
                _idle.Add(scope);
            }
            else
            {
                await scope.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryTake(out var scope))
        {
            await scope.DisposeAsync();
        }
    }
}
