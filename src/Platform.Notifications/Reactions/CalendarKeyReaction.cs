using System.Text.Json;
using MediatR;
using Platform.Contracts.Personnel;
using Platform.Kernel.Outbox;
using Platform.Notifications.Features;

namespace Platform.Notifications.Reactions;

/// <summary>A person's feed ends with the person's access, and does not come back with it. From the first moment on it gives nothing.</summary>
internal sealed class CalendarKeyReaction(IMediator mediator) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        if (notification.Name == PersonDeactivated.Name)
        {
            var deactivated = JsonSerializer.Deserialize<PersonDeactivated>(notification.Payload, JsonSerializerOptions.Web)!;
            await mediator.Send(new RemoveCalendarCommand(deactivated.PersonId), cancellationToken);
        }
    }
}
