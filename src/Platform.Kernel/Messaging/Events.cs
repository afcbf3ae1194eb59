using System.Text.Json;
using MediatR;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Outbox;

namespace Platform.Kernel.Messaging;

/// <summary>Tells what happened: at once to the modules that react within the transaction, and through the outbox to the rest.</summary>
public sealed class Events(IMediator mediator, PlatformDbContext db, Caller caller, TimeProvider time)
{
    /// <summary>An event for the other modules alone.</summary>
    public Task PublishAsync(IEvent happened, CancellationToken cancellationToken) => mediator.Publish<INotification>(happened, cancellationToken);

    /// <summary>An event that people and other systems learn of too.</summary>
    public Task PublishAsync<TEvent>(TEvent happened, CancellationToken cancellationToken)
        where TEvent : IOutboxEvent
    {
        var payload = JsonSerializer.Serialize(happened, JsonSerializerOptions.Web);
        db.Add(new OutboxMessage(TEvent.Name, happened.OrganizationId, payload, time.UtcNow(), caller.IsHost ? null : caller.Actor.Id));
        return mediator.Publish<INotification>(happened, cancellationToken);
    }
}
