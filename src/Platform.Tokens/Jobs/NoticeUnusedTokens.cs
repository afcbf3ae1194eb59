using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Tells of live tokens that were not used for 90 days, once for each such time, and of those that were never used within 14
/// days of their creation, once.
/// </summary>
internal sealed record NoticeUnusedTokens : IRequest<Result>;

internal sealed class NoticeUnusedTokensHandler(IMediator mediator) : IRequestHandler<NoticeUnusedTokens, Result>
{
    public async Task<Result> Handle(NoticeUnusedTokens request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var told = await mediator.Send(new NoticeSomeUnusedTokens(), cancellationToken);
            if (told.Error is { } error)
            {
                return error;
            }

            if (told.Value == 0)
            {
                return Result.Done;
            }
        }
    }
}

/// <summary>One transaction's part of it; answers with the tokens that were looked at.</summary>
internal sealed record NoticeSomeUnusedTokens : ICommand<Result<int>>;

internal sealed class NoticeSomeUnusedTokensHandler(PlatformDbContext db, Events events, TimeProvider time) : IRequestHandler<NoticeSomeUnusedTokens, Result<int>>
{
    private const int AtOnce = 100;
    private const int IdleDays = 90;
    private const int NeverUsedDays = 14;

    public async Task<Result<int>> Handle(NoticeSomeUnusedTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var (idleSince, madeBefore) = (now.AddDays(-IdleDays), now.AddDays(-NeverUsedDays));
        var live = db.Tokens.AsNoTracking().Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now));
        var idle = await live
            .Where(token => token.LastUsedAt <= idleSince && (token.UnusedNoticeAt == null || token.UnusedNoticeAt < token.LastUsedAt))
            .OrderBy(token => token.LastUsedAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        var neverUsed = await live
            .Where(token => token.LastUsedAt == null && token.CreatedAt <= madeBefore && token.UnusedNoticeAt == null)
            .OrderBy(token => token.CreatedAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (var token in idle)
        {
            if (await ClaimAsync(token, now, cancellationToken))
            {
                await events.PublishAsync<TokenIdle>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, token.LastUsedAt!.Value), cancellationToken);
            }
        }

        foreach (var token in neverUsed)
        {
            if (await ClaimAsync(token, now, cancellationToken))
            {
                await events.PublishAsync<TokenNeverUsed>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, token.CreatedAt), cancellationToken);
            }
        }

        return idle.Count + neverUsed.Count;
    }

    /// <summary>
    /// True for the one run that tells of it: another at the same time waits for the row and then finds it noted. False also
    /// where the token has been used meanwhile.
    /// </summary>
    private async Task<bool> ClaimAsync(Token token, DateTime now, CancellationToken cancellationToken) => await db.Tokens
        .Where(row => row.Id == token.Id && row.LastUsedAt == token.LastUsedAt && (row.UnusedNoticeAt == null || row.UnusedNoticeAt < row.LastUsedAt))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnusedNoticeAt, now), cancellationToken) == 1;
}
