using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Tells of live tokens that were not used for 90 days, once for each such time, and of those that were never used within 14
/// days of their creation, once.
/// </summary>
internal sealed record NoticeUnusedTokens : IRequest<Result<int>>;

/// <summary>Tells of those among these that nobody has told of or used meanwhile.</summary>
internal sealed record NoticeSomeUnusedTokens(IReadOnlyList<Guid> TokenIds) : ITurn;

internal sealed class NoticeUnusedTokensHandler(PlatformDbContext db, OrganizationScope scope, IMediator mediator, Sweep sweep, Events events, Meters meters, TimeProvider time) :
    IRequestHandler<NoticeUnusedTokens, Result<int>>, IRequestHandler<NoticeSomeUnusedTokens, Result<Turn>>
{
    private const int IdleDays = 90;
    private const int NeverUsedDays = 14;

    public async Task<Result<int>> Handle(NoticeUnusedTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var (idleSince, madeBefore) = (now.AddDays(-IdleDays), now.AddDays(-NeverUsedDays));
        var organization = await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), cancellationToken);
        if (organization is not { IsSuspended: false } || organization.ResumedAt > idleSince)
        {
            // Nobody could use a token while the organization was suspended: the days begin anew with its resumption.
            return 0;
        }

        // All at once: those that were told of stay among the unused, and would be looked through again and again.
        var unused = await db.Tokens
            .Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now) && token.UsedAt <= idleSince)
            .Where(token => token.LastUsedAt == null
                ? token.CreatedAt <= madeBefore && token.UnusedNoticeAt == null
                : token.UnusedNoticeAt == null || token.UnusedNoticeAt < token.LastUsedAt)
            .Select(token => token.Id)
            .ToListAsync(cancellationToken);
        return await sweep.RunAsync(unused, some => new NoticeSomeUnusedTokens(some), cancellationToken);
    }

    public async Task<Result<Turn>> Handle(NoticeSomeUnusedTokens request, CancellationToken cancellationToken)
    {
        var (beganAt, now, told) = (time.GetTimestamp(), time.UtcNow(), 0);
        var tokens = await db.Tokens.AsNoTracking().Where(token => request.TokenIds.Contains(token.Id)).OrderBy(token => token.UsedAt).ToListAsync(cancellationToken);
        var inUse = meters.PendingOf(request.TokenIds.ToHashSet());
        foreach (var token in tokens.FindAll(token => token.IsLiveAt(now) && !inUse.ContainsKey(token.Id)))
        {
            if (!await ClaimAsync(token, now, cancellationToken))
            {
                continue;
            }

            told++;
            await (token.LastUsedAt is { } used
                ? events.PublishAsync<TokenIdle>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, used), cancellationToken)
                : events.PublishAsync<TokenNeverUsed>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, token.CreatedAt), cancellationToken));
        }

        return new Turn(told, beganAt);
    }

    /// <summary>
    /// True for the one run that tells of it: another at the same time waits for the row and then finds it noted. False also
    /// where the token has been used meanwhile.
    /// </summary>
    private async Task<bool> ClaimAsync(Token token, DateTime now, CancellationToken cancellationToken) => await db.Tokens
        .Where(row => row.Id == token.Id && row.LastUsedAt == token.LastUsedAt && (row.UnusedNoticeAt == null || row.UnusedNoticeAt < row.LastUsedAt))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnusedNoticeAt, now), cancellationToken) == 1;
}
