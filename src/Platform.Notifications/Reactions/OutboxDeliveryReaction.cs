using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Reactions;

/// <summary>Tells people what happened to their own tokens, and those who look after tokens what happened to the others.</summary>
internal sealed class OutboxDeliveryReaction(IMediator mediator) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        if (notification.Name == "token.used-after-rotation")
        {
            await TellOfLateUseAsync(notification, Read<TokenUsedAfterRotation>(notification), cancellationToken);
            return;
        }

        var told = notification.Name switch
        {
            "token.created" when Read<TokenCreated>(notification) is { OwnerPersonId: { } owner } token =>
                new TellPerson(owner, "Your API token is ready", $"{token.TokenName} ({token.Display}) was generated for you."),
            "token.revoked" when Read<TokenRevoked>(notification) is { OwnerPersonId: { } owner, Reason: not "leaked" } token =>
                new TellPerson(owner, "Your API token was revoked", $"{token.TokenName} ({token.Display}) works no more: {token.Reason ?? "no reason given"}."),
            "token.expired" when Read<TokenExpired>(notification) is { OwnerPersonId: { } owner } token =>
                new TellPerson(owner, "Your API token has expired", $"{token.TokenName} ({token.Display}) works no more. Generate a new one."),
            "token.used-from-new-address" when Read<TokenUsedFromNewAddress>(notification) is var token =>
                Tell(token.OwnerPersonId, token.CreatorPersonId, token.TokenId, "A token is used from a new place", $"{token.TokenName} ({token.Display}) was used from {token.Address} for the first time. If that was nobody of yours, revoke it."),
            "token.idle" when Read<TokenIdle>(notification) is var token =>
                Tell(token.OwnerPersonId, token.CreatorPersonId, token.TokenId, "A token is no longer used", $"{token.TokenName} ({token.Display}) was used last on {token.LastUsedAt:yyyy-MM-dd}. If nobody needs it, revoke it."),
            "token.never-used" when Read<TokenNeverUsed>(notification) is var token =>
                Tell(token.OwnerPersonId, token.CreatorPersonId, token.TokenId, "A token was never used", $"{token.TokenName} ({token.Display}) was made on {token.CreatedAt:yyyy-MM-dd} and never used. If nobody needs it, revoke it."),
            _ => null,
        };
        if (told is not null)
        {
            await mediator.Send(told with { MessageId = notification.Id, Event = notification.Name }, cancellationToken);
        }
    }

    private async Task TellOfLateUseAsync(OutboxDelivery delivery, TokenUsedAfterRotation use, CancellationToken cancellationToken)
    {
        var people = use.OwnerPersonId is { } owner
            ? [owner]
            : await mediator.Send(new GetActivePeople(await mediator.Send(new FindPeopleHolding(TokensPermissions.Write), cancellationToken)), cancellationToken);
        var body = $"{use.TokenName} ({use.Display}) was replaced and has ended, but somebody at {use.Address ?? "an unknown address"} still tries it{(use.UserAgent is { } agent ? $" with {agent}" : "")}.";
        foreach (var person in people)
        {
            var told = new TellPerson(person, "A replaced token is still in use", body)
            {
                MessageId = delivery.Id,
                Event = delivery.Name,
                Link = use.OwnerPersonId is null ? $"/tokens/{use.TokenId}" : TellPersonHandler.TokenPage,
            };
            await mediator.Send(told, cancellationToken);
        }
    }

    /// <summary>The owner, at their own token's page; of a service account's token whoever made it, at that token's.</summary>
    private static TellPerson? Tell(Guid? owner, Guid? creator, Guid tokenId, string title, string body) =>
        owner is { } person ? new TellPerson(person, title, body)
        : creator is { } maker ? new TellPerson(maker, title, body) { Link = $"/tokens/{tokenId}" }
        : null;

    private static T Read<T>(OutboxDelivery delivery) => JsonSerializer.Deserialize<T>(delivery.Payload, JsonSerializerOptions.Web)!;
}

/// <summary>Leaves a notice for one person, once for each message.</summary>
internal sealed record TellPerson(Guid PersonId, string Title, string Body) : ICommand<Result>
{
    public Guid MessageId { get; init; }

    public string Event { get; init; } = "";

    /// <summary>The page of the web UI that shows more.</summary>
    public string Link { get; init; } = TellPersonHandler.TokenPage;
}

internal sealed class TellPersonHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<TellPerson, Result>
{
    public const string TokenPage = "/user-token";

    public async Task<Result> Handle(TellPerson request, CancellationToken cancellationToken)
    {
        if (!await db.Notices.AnyAsync(notice => notice.MessageId == request.MessageId && notice.PersonId == request.PersonId, cancellationToken))
        {
            db.Add(new Notice(request.MessageId, request.PersonId, request.Event, request.Title, request.Body, request.Link, time.UtcNow()));
        }

        return Result.Done;
    }
}
