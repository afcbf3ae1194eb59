using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;

namespace Platform.Tokens.Jobs;

/// <summary>Revokes the tokens that nobody has used for as many days as the organization's policy says, a few in each transaction.</summary>
internal sealed record RevokeIdleTokens : IRequest<Result>;

internal sealed record RevokeSomeIdleTokens(DateTime UnusedSince) : ICommand<Result<Batch>>;

internal sealed class RevokeIdleTokensHandler(PlatformDbContext db, OrganizationScope scope, IMediator mediator, TokenLife life, TimeProvider time) :
    IRequestHandler<RevokeIdleTokens, Result>, IRequestHandler<RevokeSomeIdleTokens, Result<Batch>>
{
    public async Task<Result> Handle(RevokeIdleTokens request, CancellationToken cancellationToken)
    {
        var organization = await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), cancellationToken);
        if (organization?.Policy.IdleRevocationDays is not { } days)
        {
            return Result.Done;
        }

        var since = time.UtcNow().AddDays(-days);
        while (await Idle(since).AnyAsync(cancellationToken))
        {
            var swept = await mediator.Send(new RevokeSomeIdleTokens(since), cancellationToken);
            if (swept.Error is { } error)
            {
                return error;
            }

            if (swept.Value.IsLast)
            {
                break;
            }
        }

        return Result.Done;
    }

    public async Task<Result<Batch>> Handle(RevokeSomeIdleTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var beganAt = time.GetTimestamp();
        var idle = await Idle(request.UnusedSince).Take(Batch.Size).ToListAsync(cancellationToken);
        foreach (var token in idle)
        {
            // One whose end is not noted yet has ended all the same.
            await (token.IsLiveAt(now) ? life.RevokeAsync(token, "idle", cancellationToken) : life.ExpireAsync([token], cancellationToken));
        }

        return new Batch(idle.Count, beganAt);
    }

    /// <summary>Never used counts from the beginning. A replaced one ends soon by itself.</summary>
    private IQueryable<Token> Idle(DateTime since) => db.Tokens
        .Where(token => token.State == TokenState.Live && token.UsedAt <= since && token.CreatedAt <= since)
        .OrderBy(token => token.UsedAt).ThenBy(token => token.Id);
}
