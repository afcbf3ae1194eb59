using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Kernel.Outbox;

/// <summary>
/// Delivers what is due: organization after organization, of each the oldest first, some in one transaction. A message that
/// fails holds up those behind it until it is delivered or parked. Several nodes share the work by claiming an organization's
/// oldest message; where two are at the same one all the same, only one of them can commit.
/// </summary>
internal sealed partial class OutboxDelivering(
    IServiceScopeFactory scopes, DatabaseProvider provider, TimeProvider time, ILogger<OutboxDelivering> logger) : IDisposable
{
    /// <summary>Of one organization, before the next has its turn.</summary>
    private const int TurnsInARow = 20;

    /// <summary>Far longer than a turn takes.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1, 1);

    // Where writers wait for each other it is to be short; a server's turn begins with ten round trips, which many messages share.
    private readonly ShortTurns _turns = new(provider.SingleWriter ? 5 : 50);

    /// <summary>Delivers until nothing is due, and answers how many messages that were.</summary>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var delivered = 0;
            while (true)
            {
                var before = delivered;
                foreach (var organization in await FindDueAsync(cancellationToken))
                {
                    delivered += await DeliverSomeAsync(organization, cancellationToken);
                }

                if (delivered == before)
                {
                    return delivered;
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>
    /// The organizations of which something is due. Whether that is their oldest, and nobody's, is seen one by one: to ask it of all
    /// at once takes a server without statistics minutes.
    /// </summary>
    private Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken) => WithAsync(db =>
    {
        var now = time.UtcNow();
        return Pending(db)
            .Where(message => message.DueAt <= now)
            .GroupBy(message => message.OrganizationId)
            .Select(group => new { OrganizationId = group.Key, DueAt = group.Min(message => message.DueAt) })
            .OrderBy(due => due.DueAt)
            .Select(due => due.OrganizationId)
            .ToListAsync(cancellationToken);
    });

    private async Task<int> DeliverSomeAsync(Guid organization, CancellationToken cancellationToken)
    {
        var delivered = 0;
        for (var turn = 0; turn < TurnsInARow; turn++)
        {
            var now = time.UtcNow();
            var due = await WithAsync(db => Pending(db).Where(message => message.OrganizationId == organization)
                .OrderBy(message => message.Position)
                .Take(_turns.Size)
                .Select(message => new { message.Id, message.DueAt })
                .ToListAsync(cancellationToken));
            var ids = due.TakeWhile(message => message.DueAt <= now).Select(message => message.Id).ToList();
            if (ids.Count == 0 || (!provider.SingleWriter && !await ClaimAsync(ids[0], cancellationToken)))
            {
                break;
            }

            var done = await DeliverAsync(organization, ids, cancellationToken);
            delivered += done;
            if (done < ids.Count)
            {
                break;
            }
        }

        return delivered;
    }

    /// <summary>All of these, or where one of them fails the first alone. Answers how many went out.</summary>
    private async Task<int> DeliverAsync(Guid organization, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var failure = await TryAsync(organization, new DeliverMessages(ids), cancellationToken);
        if (failure is null)
        {
            return ids.Count;
        }

        if (ids.Count > 1 && (failure = await TryAsync(organization, new DeliverMessages([ids[0]]), cancellationToken)) is null)
        {
            return 1;
        }

        await TryAsync(organization, new NoteFailedDelivery(ids[0], failure), cancellationToken);
        return 0;
    }

    private async Task<string?> TryAsync(Guid organization, IRequest<Result<Delivered>> command, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization);
            var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
            if (result.Error is { } error)
            {
                return error.Detail;
            }

            if (result.Value.Count > 0)
            {
                _turns.Took(result.Value.Count, time.GetElapsedTime(result.Value.BeganAt));
            }

            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogDeliveryFailed(failure, organization);
            return failure.Message;
        }
    }

    /// <summary>False where another node was quicker.</summary>
    private Task<bool> ClaimAsync(Guid id, CancellationToken cancellationToken) => WithAsync(async db =>
    {
        var now = time.UtcNow();
        var until = now + Claim;
        return await db.Set<OutboxMessage>()
            .Where(message => message.Id == id && message.State == OutboxState.Pending && (message.ClaimedUntil == null || message.ClaimedUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.ClaimedUntil, until), cancellationToken) == 1;
    });

    private static IQueryable<OutboxMessage> Pending(PlatformDbContext db) =>
        db.Set<OutboxMessage>().AsNoTracking().Where(message => message.State == OutboxState.Pending);

    private async Task<T> WithAsync<T>(Func<PlatformDbContext, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<PlatformDbContext>());
    }

    [LoggerMessage(LogLevel.Warning, "Delivering from the outbox failed for organization {Organization}; it will be tried again")]
    private partial void LogDeliveryFailed(Exception failure, Guid organization);
}
