using System.Text.Json;
using MediatR;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Outbox;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Reactions;

/// <summary>Tells who looks after webhooks that one is told of nothing any more.</summary>
internal sealed class WebhookDisabledReaction(IMediator mediator) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        if (notification.Name != WebhookDisabled.Name)
        {
            return;
        }

        var disabled = JsonSerializer.Deserialize<WebhookDisabled>(notification.Payload, JsonSerializerOptions.Web)!;
        var why = disabled.Reason == Webhook.Gone ? "answered that it is gone for good (410)" : "has given no good answer for five days";
        // Not the whole address: some have a secret in their path.
        var body = $"The webhook at {new Uri(disabled.Url).Host} {why}. It is told of nothing until somebody enables it again.";
        var holders = await mediator.Send(new FindPeopleHolding(NotificationsPermissions.WriteWebhooks), cancellationToken);
        foreach (var person in await mediator.Send(new GetActivePeople(holders), cancellationToken))
        {
            var told = new TellPerson(person, "A webhook was disabled", body)
            {
                MessageId = notification.Id,
                Event = notification.Name,
                Link = $"/webhooks/{disabled.WebhookId}",
            };
            await mediator.Send(told, cancellationToken);
        }
    }
}
