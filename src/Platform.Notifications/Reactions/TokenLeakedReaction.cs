using System.Text.Json;
using MediatR;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Outbox;

namespace Platform.Notifications.Reactions;

/// <summary>Tells a leaked token's owner, and everybody who may issue another one.</summary>
internal sealed class TokenLeakedReaction(IMediator mediator) : INotificationHandler<OutboxDelivery>
{
    /// <summary>A notice is short; the log has the whole of it.</summary>
    private const int MaxUrl = 300;

    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        if (notification.Name != TokenLeaked.Name)
        {
            return;
        }

        var leak = JsonSerializer.Deserialize<TokenLeaked>(notification.Payload, JsonSerializerOptions.Web)!;
        var administrators = await mediator.Send(
            new GetActivePeople(await mediator.Send(new FindPeopleHolding(TokensPermissions.Write), cancellationToken)), cancellationToken);
        foreach (var person in administrators.Concat(leak.OwnerPersonId is { } owner ? [owner] : []).Distinct())
        {
            var own = person == leak.OwnerPersonId;
            var told = new TellPerson(person, own ? "Your API token has leaked" : "An API token has leaked", Describe(leak))
            {
                MessageId = notification.Id,
                Event = notification.Name,
            };
            await mediator.Send(own ? told : told with { Link = $"/tokens/{leak.TokenId}" }, cancellationToken);
        }
    }

    private static string Describe(TokenLeaked leak)
    {
        var where = leak.Url is { } url ? $" at {url.Cut(MaxUrl)}" : "";
        var finder = leak.Source is { } source ? $" by {source}" : "";
        return $"{leak.TokenName} ({leak.Display}) was found{where}{finder} and was revoked at once. Issue a new one, and see in the audit log what the old one was used for.";
    }
}
