using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>On a database that one host owns no poll says where the revisions stand: it is read once, before the first request.</summary>
internal sealed class FirstRevision(IServiceScopeFactory scopes, DropLog log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        var head = await db.Set<RevisionHead>().AsNoTracking().Select(row => row.Value).SingleAsync(cancellationToken);
        if (head > log.Revision)
        {
            log.Restart(head);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
