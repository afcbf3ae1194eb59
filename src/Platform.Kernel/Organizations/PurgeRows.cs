using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Organizations;

/// <summary>
/// Deletes every row of an organization from every table but the organization itself, and answers how many there were. For one
/// in which nobody acts any more. No command itself: each part is one, short as all writing is, so that it goes on where it was
/// interrupted.
/// </summary>
public sealed record PurgeRows(Guid OrganizationId) : IRequest<Result<int>>;

/// <summary>Deletes some rows of one table.</summary>
/// <param name="Ids">Those; null for any, at most <paramref name="AtMost"/>.</param>
internal sealed record PurgeSomeRows(Guid OrganizationId, string Table, IReadOnlyList<Guid>? Ids, int AtMost) : ICommand<Result<PurgedRows>>;

/// <param name="BeganAt">The timestamp at which it was its turn to write.</param>
internal sealed record PurgedRows(int Count, long BeganAt);

internal sealed class PurgeRowsHandler(PlatformDbContext db, DatabaseProvider provider, IMediator mediator, TimeProvider time) :
    IRequestHandler<PurgeRows, Result<int>>, IRequestHandler<PurgeSomeRows, Result<PurgedRows>>
{
    /// <summary>Rows found at once, before any of them is deleted.</summary>
    private const int AtOnce = 500;

    private static readonly MethodInfo FindSome = typeof(PurgeRowsHandler).GetMethod(nameof(FindSomeAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly MethodInfo DeleteSome = typeof(PurgeRowsHandler).GetMethod(nameof(DeleteSomeAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    public async Task<Result<int>> Handle(PurgeRows request, CancellationToken cancellationToken)
    {
        using var _ = db.Scope.Within(request.OrganizationId);
        var turns = new ShortTurns(provider.SingleWriter ? 4 : 50, least: 20, most: AtOnce);
        var (total, before) = (0, -1);
        while (total != before)
        {
            // Once more after whatever was found: a delivery that was under way may have written since.
            before = total;
            foreach (var table in OrganizationTable.Of(db.Model).Where(table => !table.IsOrganization))
            {
                var purged = await PurgeAsync(request.OrganizationId, table, turns, cancellationToken);
                if (purged.Error is { } error)
                {
                    return error;
                }

                total += purged.Value;
            }
        }

        return total;
    }

    public async Task<Result<PurgedRows>> Handle(PurgeSomeRows request, CancellationToken cancellationToken)
    {
        var beganAt = time.GetTimestamp();
        var table = OrganizationTable.Of(db.Model).Single(table => table.Name == request.Table);
        if (request.Ids is not { } ids)
        {
            var sql = provider.DeleteSome(table.Name, table.Organization.GetColumnName(), request.AtMost);
            return new PurgedRows(await db.Database.ExecuteSqlRawAsync(sql, [request.OrganizationId], cancellationToken), beganAt);
        }

        await db.Set<RevisionReceipt>().Where(receipt => ids.Contains(receipt.TargetId)).ExecuteDeleteAsync(cancellationToken);
        return new PurgedRows(await (Task<int>)DeleteSome.MakeGenericMethod(table.Entity.ClrType).Invoke(this, [ids, cancellationToken])!, beganAt);
    }

    private async Task<Result<int>> PurgeAsync(Guid organizationId, OrganizationTable table, ShortTurns turns, CancellationToken cancellationToken)
    {
        var purged = 0;
        while (true)
        {
            var ids = table.Entity.ClrType.IsAssignableTo(typeof(Entity))
                ? await (Task<List<Guid>>)FindSome.MakeGenericMethod(table.Entity.ClrType).Invoke(this, [table, cancellationToken])!
                : null;
            for (var at = 0; ids is null || at < ids.Count;)
            {
                var some = ids?[at..Math.Min(at + turns.Size, ids.Count)];
                var size = some?.Count ?? turns.Size;
                var turn = await mediator.Send(new PurgeSomeRows(organizationId, table.Name, some, size), cancellationToken);
                if (turn.Error is { } error)
                {
                    return error;
                }

                turns.Took(size, time.GetElapsedTime(turn.Value.BeganAt));
                (at, purged) = (at + size, purged + turn.Value.Count);
                if (ids is null && turn.Value.Count == 0)
                {
                    return purged;
                }

                await Task.Delay(ShortTurns.Pause, cancellationToken);
            }

            if (ids!.Count < AtOnce)
            {
                return purged;
            }
        }
    }

    private Task<List<Guid>> FindSomeAsync<T>(OrganizationTable table, CancellationToken cancellationToken)
        where T : Entity =>
        table.Rows<T>(db).IgnoreQueryFilters([PlatformModel.BatchFilter]).Select(row => row.Id).Take(AtOnce).ToListAsync(cancellationToken);

    private Task<int> DeleteSomeAsync<T>(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
        where T : Entity =>
        db.Set<T>().IgnoreQueryFilters([PlatformModel.BatchFilter]).Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
}
