using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Jobs;

/// <summary>
/// Lets go what an organization keeps no longer, up to a checkpoint, which from then on stands for what came before. The log says
/// so first, and then the rows go, a few at a time; what a host that stopped has left over goes at the next run.
/// </summary>
internal sealed record PruneAudit : IRequest<Result<int>>;

/// <summary>Says in the log that it begins after this checkpoint from now on.</summary>
internal sealed record BeginPruning(long Through, int Days) : ICommand<Result>;

/// <summary>Deletes some of the rows before that.</summary>
internal sealed record PruneSomeEntries(long Through) : ICommand<Result<int>>;

internal sealed class PruneAuditHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
    IRequestHandler<PruneAudit, Result<int>>, IRequestHandler<BeginPruning, Result>, IRequestHandler<PruneSomeEntries, Result<int>>
{
    /// <summary>So few that others hardly wait.</summary>
    private const int AtOnce = 100;

    public async Task<Result<int>> Handle(PruneAudit request, CancellationToken cancellationToken)
    {
        var through = await PrunedThroughAsync(cancellationToken);
        if (await mediator.Send(new GetAuditRetention(), cancellationToken) is { } days)
        {
            var before = time.UtcNow().AddDays(-days);
            var last = await db.AuditCheckpoints.Where(checkpoint => checkpoint.At <= before).MaxAsync(checkpoint => (long?)checkpoint.Sequence, cancellationToken);
            if (last > through && (await mediator.Send(new BeginPruning(last.Value, days), cancellationToken)).Error is { } error)
            {
                return error;
            }

            through = Math.Max(through, last ?? 0);
        }

        var count = 0;
        while (await IsLeftAsync(through, cancellationToken))
        {
            var pruned = await mediator.Send(new PruneSomeEntries(through), cancellationToken);
            if (pruned.Error is { } error)
            {
                return error;
            }

            count += pruned.Value;
            await Task.Delay(ShortTurns.Pause, cancellationToken);
        }

        return count;
    }

    public async Task<Result> Handle(BeginPruning request, CancellationToken cancellationToken)
    {
        // Another node may be at the same: what it has said already is not said again.
        var chain = db.OrganizationId!.Value;
        var before = await PrunedThroughAsync(cancellationToken);
        var said = await db.AuditHeads
            .Where(head => head.Chain == chain && head.PrunedThrough < request.Through)
            .ExecuteUpdateAsync(set => set.SetProperty(head => head.PrunedThrough, request.Through), cancellationToken);
        if (said > 0)
        {
            db.Changes!.Note(new AuditFact(chain, AuditWords.Pruned, "audit", chain, "Audit log", new JsonObject
            {
                [AuditWords.Through] = new JsonObject { ["before"] = before, ["after"] = request.Through },
                ["retentionDays"] = new JsonObject { ["before"] = null, ["after"] = request.Days },
            }));
        }

        return Result.Done;
    }

    public async Task<Result<int>> Handle(PruneSomeEntries request, CancellationToken cancellationToken)
    {
        // The checkpoint at the end stands for what is gone.
        var first = await db.AuditEntries.MinAsync(entry => (long?)entry.Sequence, cancellationToken) ?? request.Through;
        var last = Math.Min(request.Through, first + AtOnce - 1);
        await db.AuditCheckpoints.Where(checkpoint => checkpoint.Sequence < last).ExecuteDeleteAsync(cancellationToken);
        return await db.AuditEntries.Where(entry => entry.Sequence <= last).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> IsLeftAsync(long through, CancellationToken cancellationToken) =>
        through > 0
        && (await db.AuditEntries.AnyAsync(entry => entry.Sequence <= through, cancellationToken)
            || await db.AuditCheckpoints.AnyAsync(checkpoint => checkpoint.Sequence < through, cancellationToken));

    private Task<long> PrunedThroughAsync(CancellationToken cancellationToken) =>
        db.AuditHeads.Where(head => head.Chain == db.OrganizationId).Select(head => head.PrunedThrough).SingleOrDefaultAsync(cancellationToken);
}
