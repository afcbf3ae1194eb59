using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Outbox;

/// <summary>Delivers these messages of the organization in context, those that are still pending, in their order.</summary>
internal sealed record DeliverMessages(IReadOnlyList<Guid> Ids) : ICommand<Result<Delivered>>;

/// <summary>Notes that a delivery has failed, if the message is still pending.</summary>
internal sealed record NoteFailedDelivery(Guid Id, string Failure) : ICommand<Result<Delivered>>;

/// <param name="BeganAt">The timestamp at which it was its turn to write.</param>
internal sealed record Delivered(int Count, long BeganAt);

internal sealed class DeliverMessagesHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
    IRequestHandler<DeliverMessages, Result<Delivered>>, IRequestHandler<NoteFailedDelivery, Result<Delivered>>
{
    public async Task<Result<Delivered>> Handle(DeliverMessages request, CancellationToken cancellationToken)
    {
        var beganAt = time.GetTimestamp();

        // By their ids alone: with the rest in the question, SQLite may go through all that are pending.
        var found = await db.Set<OutboxMessage>().Where(message => request.Ids.Contains(message.Id)).ToListAsync(cancellationToken);
        var messages = found.Where(message => message.State == OutboxState.Pending).OrderBy(message => message.Position).ToList();
        foreach (var message in messages)
        {
            await mediator.Publish(
                new OutboxDelivery(message.Id, message.Name, message.OrganizationId, message.Payload, message.OccurredAt, message.ActorId), cancellationToken);
            message.Delivered();
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Delivered(messages.Count, beganAt);
    }

    public async Task<Result<Delivered>> Handle(NoteFailedDelivery request, CancellationToken cancellationToken)
    {
        var message = await db.Set<OutboxMessage>().SingleOrDefaultAsync(
            row => row.Id == request.Id && row.State == OutboxState.Pending, cancellationToken);
        message?.Failed(request.Failure, time.UtcNow());
        return new Delivered(0, 0);
    }
}
