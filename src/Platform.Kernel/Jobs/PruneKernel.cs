using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;

namespace Platform.Kernel.Jobs;

/// <summary>Forgets messages that were delivered a week ago, drops that every node has long applied and nodes that are long gone.</summary>
internal sealed record PruneKernel : ICommand<Result>;

internal sealed class PruneKernelHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<PruneKernel, Result>
{
    private static readonly TimeSpan KeepMessages = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepChanges = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepNodes = TimeSpan.FromHours(1);

    public async Task<Result> Handle(PruneKernel request, CancellationToken cancellationToken)
    {
        var messagesBefore = time.UtcNow() - KeepMessages;
        await db.Set<OutboxMessage>().Where(message => message.DueAt == null && message.OccurredAt < messagesBefore).ExecuteDeleteAsync(cancellationToken);
        var changesBefore = time.UtcNow() - KeepChanges;
        await db.Set<Change>().Where(change => change.At < changesBefore).ExecuteDeleteAsync(cancellationToken);

        // Only what is fenced: of a node that is not, somebody may still have to wait for the end of its lease.
        var fencedBefore = time.UtcNow() - KeepNodes;
        await db.Set<Node>().Where(node => node.FencedAt < fencedBefore).ExecuteDeleteAsync(cancellationToken);
        return Result.Done;
    }
}
