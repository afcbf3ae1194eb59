using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;

namespace Platform.Tokens.Reactions;

/// <summary>
/// Permissions have left the catalogue: the live tokens and the service accounts that name them name them no more, in the
/// same transaction, organization by organization. An application that is gone has no token any more.
/// </summary>
internal sealed class PermissionsRemovedReaction(PlatformDbContext db, OrganizationScope scope, PermissionHoldersQueries holders, TokenLife life) :
    INotificationHandler<PermissionsRemoved>, INotificationHandler<ApplicationDeleted>
{
    public async Task Handle(PermissionsRemoved notification, CancellationToken cancellationToken)
    {
        var lost = notification.Names.ToHashSet();
        foreach (var holder in await holders.Handle(new FindPermissionHolders(notification.Names), cancellationToken))
        {
            using (scope.Within(holder.OrganizationId))
            {
                foreach (var token in await holders.TokensHoldingAsync(db.Tokens, lost, cancellationToken))
                {
                    token.Lose(lost);
                }

                foreach (var account in await PermissionHoldersQueries.AccountsHoldingAsync(db.ServiceAccounts, lost, cancellationToken))
                {
                    account.Lose(lost);
                }

                await db.SaveChangesAsync(cancellationToken);
            }
        }
    }

    public async Task Handle(ApplicationDeleted notification, CancellationToken cancellationToken)
    {
        var live = await db.Tokens
            .Where(token => token.Kind == TokenKind.Application && token.OwnerId == notification.ApplicationId && token.RevokedAt == null && !token.ExpiryAnnounced)
            .ToListAsync(cancellationToken);
        foreach (var token in live)
        {
            await life.RevokeAsync(token, "application-deleted", cancellationToken);
        }
    }
}
