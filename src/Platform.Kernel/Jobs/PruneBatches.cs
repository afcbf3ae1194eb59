using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Jobs;

/// <summary>Discards batches that were left behind. No command itself: each part of it is one, short as all writing is.</summary>
internal sealed record PruneBatches : IRequest<Result<int>>;

/// <summary>Undoes a batch that has not landed: nobody has ever seen its rows, so nothing rests on them.</summary>
public sealed record DiscardBatch(Guid BatchId) : IRequest<Result>;

/// <summary>Deletes some of a batch's rows, and the batch itself once it has none. True where there is nothing left.</summary>
internal sealed record DiscardBatchPart(Guid BatchId) : ICommand<Result<bool>>;

internal sealed class PruneBatchesHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
    IRequestHandler<PruneBatches, Result<int>>, IRequestHandler<DiscardBatch, Result>
{
    public async Task<Result<int>> Handle(PruneBatches request, CancellationToken cancellationToken)
    {
        var writtenBefore = time.UtcNow() - OpenBatch.AbandonedAfter;
        var abandoned = await db.Set<OpenBatch>().AsNoTracking().Where(batch => batch.WrittenAt < writtenBefore).Select(batch => batch.Id).ToListAsync(cancellationToken);
        foreach (var id in abandoned)
        {
            if ((await Handle(new DiscardBatch(id), cancellationToken)).Error is { } error)
            {
                return error;
            }
        }

        return abandoned.Count;
    }

    public async Task<Result> Handle(DiscardBatch request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var part = await mediator.Send(new DiscardBatchPart(request.BatchId), cancellationToken);
            if (part.Error is { } error)
            {
                return error;
            }

            if (part.Value)
            {
                return Result.Done;
            }
        }
    }
}

internal sealed class DiscardBatchPartHandler(PlatformDbContext db) : IRequestHandler<DiscardBatchPart, Result<bool>>
{
    /// <summary>So few that a writer of another organization hardly waits.</summary>
    private const int RowsAtATime = 200;

    private static readonly MethodInfo DeleteSome =
        typeof(DiscardBatchPartHandler).GetMethod(nameof(DeleteSomeAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    public async Task<Result<bool>> Handle(DiscardBatchPart request, CancellationToken cancellationToken)
    {
        // The update locks the batch: whoever writes to it waits, and finds it gone. No row: it has landed, or is gone already.
        var open = db.Set<OpenBatch>().Where(batch => batch.Id == request.BatchId);
        if (await open.ExecuteUpdateAsync(set => set.SetProperty(batch => batch.WrittenAt, batch => batch.WrittenAt), cancellationToken) == 0)
        {
            return true;
        }

        using var _ = db.Scope.Within(await open.Select(batch => batch.BelongsTo).SingleAsync(cancellationToken));
        foreach (var type in db.Model.GetEntityTypes().Select(type => type.ClrType).Where(type => typeof(IBatched).IsAssignableFrom(type)))
        {
            var deleted = await (Task<int>)DeleteSome.MakeGenericMethod(type).Invoke(this, [request.BatchId, cancellationToken])!;
            if (deleted > 0)
            {
                return false;
            }
        }

        await open.ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private async Task<int> DeleteSomeAsync<T>(Guid batchId, CancellationToken cancellationToken)
        where T : Entity, IBatched
    {
        var rows = db.Set<T>().IgnoreQueryFilters([PlatformModel.BatchFilter]);
        var some = rows.Where(row => row.BatchId == batchId).Select(row => row.Id).Take(RowsAtATime);
        return await rows.Where(row => some.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
