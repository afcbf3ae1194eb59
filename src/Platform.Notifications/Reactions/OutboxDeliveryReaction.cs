using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Reactions;

/// <summary>Tells people what happened to their own tokens.</summary>
internal sealed class OutboxDeliveryReaction(IMediator mediator) : INotificationHandler<OutboxDelivery>
{
    public async Task Handle(OutboxDelivery notification, CancellationToken cancellationToken)
    {
        var told = notification.Name switch
        {
            "token.created" when Read<TokenCreated>(notification) is { OwnerPersonId: { } owner } token =>
                new TellPerson(owner, "Your API token is ready", $"{token.TokenName} ({token.Display}) was generated for you."),
            "token.revoked" when Read<TokenRevoked>(notification) is { OwnerPersonId: { } owner } token =>
                new TellPerson(owner, "Your API token was revoked", $"{token.TokenName} ({token.Display}) works no more: {token.Reason ?? "no reason given"}."),
            "token.expired" when Read<TokenExpired>(notification) is { OwnerPersonId: { } owner } token =>
                new TellPerson(owner, "Your API token has expired", $"{token.TokenName} ({token.Display}) works no more. Generate a new one."),
            _ => null,
        };
        if (told is not null)
        {
            await mediator.Send(told with { MessageId = notification.Id, Event = notification.Name }, cancellationToken);
        }
    }

    private static T Read<T>(OutboxDelivery delivery) => JsonSerializer.Deserialize<T>(delivery.Payload, JsonSerializerOptions.Web)!;
}

/// <summary>Leaves a notice for one person, once for each message.</summary>
internal sealed record TellPerson(Guid PersonId, string Title, string Body) : ICommand<Result>
{
    public Guid MessageId { get; init; }

    public string Event { get; init; } = "";
}

internal sealed class TellPersonHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<TellPerson, Result>
{
    private const string TokenPage = "/user-token";

    public async Task<Result> Handle(TellPerson request, CancellationToken cancellationToken)
    {
        if (!await db.Notices.AnyAsync(notice => notice.MessageId == request.MessageId && notice.PersonId == request.PersonId, cancellationToken))
        {
            db.Add(new Notice(request.MessageId, request.PersonId, request.Event, request.Title, request.Body, TokenPage, time.UtcNow()));
        }

        return Result.Done;
    }
}
