using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;

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

/// <summary>One transaction's part of it; answers with the tokens that were told of.</summary>
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
            await events.PublishAsync<TokenIdle>(
                new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, token.LastUsedAt!.Value), cancellationToken);
        }

        foreach (var token in neverUsed)
        {
            await events.PublishAsync<TokenNeverUsed>(
                new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, token.CreatedAt), cancellationToken);
        }

        var told = idle.Concat(neverUsed).Select(token => token.Id).ToList();
        await db.Tokens.Where(token => told.Contains(token.Id)).ExecuteUpdateAsync(set => set.SetProperty(token => token.UnusedNoticeAt, now), cancellationToken);
        return told.Count;
    }
}
