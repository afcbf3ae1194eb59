using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>A token with a week of history is used from a network that it was never used from: noted and told, once.</summary>
internal sealed record NoticeNewNetwork(Guid TokenId, string Network, string Address) : ICommand<Result>;

internal sealed class NoticeNewNetworkHandler(PlatformDbContext db, Events events, TimeProvider time) : IRequestHandler<NoticeNewNetwork, Result>
{
    public async Task<Result> Handle(NoticeNewNetwork request, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.TokenId, cancellationToken);
        if (token is null || await db.KnownNetworks.AnyAsync(known => known.TokenId == request.TokenId && known.Network == request.Network, cancellationToken))
        {
            return Result.Done;
        }

        db.Add(new KnownNetwork(request.TokenId, request.Network, time.UtcNow()));
        await events.PublishAsync<TokenUsedFromNewAddress>(
            new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, request.Address, request.Network), cancellationToken);
        return Result.Done;
    }
}
