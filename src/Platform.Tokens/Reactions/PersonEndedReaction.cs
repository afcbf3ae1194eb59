using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;

namespace Platform.Tokens.Reactions;

/// <summary>A person who was deactivated, or lost API access, has no token any more: in the same transaction.</summary>
internal sealed class PersonEndedReaction(PlatformDbContext db, TokenLife life) :
    INotificationHandler<PersonDeactivated>, INotificationHandler<ApiAccessDisabled>
{
    public Task Handle(PersonDeactivated notification, CancellationToken cancellationToken) =>
        RevokeAllAsync(notification.PersonId, "person-deactivated", cancellationToken);

    public Task Handle(ApiAccessDisabled notification, CancellationToken cancellationToken) =>
        RevokeAllAsync(notification.PersonId, "api-access-disabled", cancellationToken);

    private async Task RevokeAllAsync(Guid personId, string reason, CancellationToken cancellationToken)
    {
        var live = await db.Tokens
            .Where(token => token.Kind == TokenKind.User && token.OwnerId == personId && token.RevokedAt == null && !token.ExpiryAnnounced)
            .ToListAsync(cancellationToken);
        foreach (var token in live)
        {
            await life.RevokeAsync(token, reason, cancellationToken);
        }
    }
}
