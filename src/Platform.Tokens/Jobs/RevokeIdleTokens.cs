using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;

namespace Platform.Tokens.Jobs;

/// <summary>Revokes the tokens that nobody has used for as many days as the organization's policy says, a few in each transaction.</summary>
internal sealed record RevokeIdleTokens : IRequest<Result<int>>;

/// <summary>Revokes those among these that nobody has used since.</summary>
internal sealed record RevokeSomeIdleTokens(IReadOnlyList<Guid> TokenIds, DateTime UnusedSince) : ITurn;

internal sealed class RevokeIdleTokensHandler(PlatformDbContext db, OrganizationScope scope, IMediator mediator, Sweep sweep, TokenLife life, Meters meters, TimeProvider time) :
    IRequestHandler<RevokeIdleTokens, Result<int>>, IRequestHandler<RevokeSomeIdleTokens, Result<Turn>>
{
    public async Task<Result<int>> Handle(RevokeIdleTokens request, CancellationToken cancellationToken)
    {
        var organization = await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), cancellationToken);
        if (organization?.Policy.IdleRevocationDays is not { } days)
        {
            return 0;
        }

        // Nobody could use a token while the organization was suspended: the days begin anew with its resumption.
        var since = time.UtcNow().AddDays(-days);
        if (organization.IsSuspended || organization.ResumedAt > since)
        {
            return 0;
        }

        var swept = await sweep.RunAsync(
            () => Idle(since).OrderBy(token => token.UsedAt).ThenBy(token => token.Id).Take(Sweep.AtOnce).Select(token => token.Id).ToListAsync(cancellationToken),
            some => new RevokeSomeIdleTokens(some, since),
            cancellationToken);
        return swept.Error is { } error ? error : swept.Value.Count;
    }

    public async Task<Result<Turn>> Handle(RevokeSomeIdleTokens request, CancellationToken cancellationToken)
    {
        var (beganAt, now) = (time.GetTimestamp(), time.UtcNow());
        var found = await db.Tokens.Where(token => request.TokenIds.Contains(token.Id)).ToListAsync(cancellationToken);
        var idle = found.FindAll(token => token.State == TokenState.Live && token.UsedAt <= request.UnusedSince);
        var inUse = meters.PendingOf(request.TokenIds.ToHashSet());
        idle.RemoveAll(token => inUse.ContainsKey(token.Id));
        foreach (var token in idle)
        {
            // One whose end is not noted yet has ended all the same.
            await (token.IsLiveAt(now) ? life.RevokeAsync(token, "idle", cancellationToken) : life.ExpireAsync([token], cancellationToken));
        }

        return new Turn(idle.Count, beganAt);
    }

    /// <summary>Never used counts from the beginning. A replaced one ends soon by itself.</summary>
    private IQueryable<Token> Idle(DateTime since) => db.Tokens
        .Where(token => token.State == TokenState.Live && token.UsedAt <= since && token.CreatedAt <= since);
}
