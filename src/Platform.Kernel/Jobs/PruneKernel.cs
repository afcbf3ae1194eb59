using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;

namespace Platform.Kernel.Jobs;

/// <summary>Forgets messages that were delivered a week ago or parked three months ago, drops that every node has long applied and nodes that are long gone.</summary>
internal sealed record PruneKernel : ICommand<Result<int>>;

internal sealed class PruneKernelHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<PruneKernel, Result<int>>
{
    private static readonly TimeSpan KeepMessages = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepParked = TimeSpan.FromDays(90);
    private static readonly TimeSpan KeepChanges = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepNodes = TimeSpan.FromHours(1);

    public async Task<Result<int>> Handle(PruneKernel request, CancellationToken cancellationToken)
    {
        var (messagesBefore, parkedBefore) = (time.UtcNow() - KeepMessages, time.UtcNow() - KeepParked);
        var messages = await db.Set<OutboxMessage>()
            .Where(message => (message.State == OutboxState.Delivered && message.OccurredAt < messagesBefore) || (message.State == OutboxState.Parked && message.OccurredAt < parkedBefore))
            .ExecuteDeleteAsync(cancellationToken);
        var changesBefore = time.UtcNow() - KeepChanges;
        var changes = await db.Set<Change>().Where(change => change.At < changesBefore).ExecuteDeleteAsync(cancellationToken);

        // Only what is fenced: of a node that is not, somebody may still have to wait for the end of its lease.
        var fencedBefore = time.UtcNow() - KeepNodes;
        var nodes = await db.Set<Node>().Where(node => node.FencedAt < fencedBefore).ExecuteDeleteAsync(cancellationToken);
        return messages + changes + nodes;
    }
}
