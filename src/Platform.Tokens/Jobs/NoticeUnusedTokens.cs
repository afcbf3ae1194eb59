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

/// <summary>Tells of those among these that nobody has told of or used meanwhile.</summary>
internal sealed record NoticeSomeUnusedTokens(IReadOnlyList<Guid> TokenIds) : ICommand<Result>;

/// <summary>They are found before anything is written, and told of a few at a time, so that others write between.</summary>
internal sealed class NoticeUnusedTokensHandler(PlatformDbContext db, IMediator mediator, Events events, TimeProvider time) :
    IRequestHandler<NoticeUnusedTokens, Result>, IRequestHandler<NoticeSomeUnusedTokens, Result>
{
    private const int IdleDays = 90;
    private const int NeverUsedDays = 14;

    public async Task<Result> Handle(NoticeUnusedTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var (idleSince, madeBefore) = (now.AddDays(-IdleDays), now.AddDays(-NeverUsedDays));
        var unused = await db.Tokens
            .Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now) && token.UsedAt <= idleSince)
            .Where(token => token.LastUsedAt == null
                ? token.CreatedAt <= madeBefore && token.UnusedNoticeAt == null
                : token.UnusedNoticeAt == null || token.UnusedNoticeAt < token.LastUsedAt)
            .Select(token => token.Id)
            .ToListAsync(cancellationToken);
        foreach (var some in unused.Chunk(Batch.Size))
        {
            if ((await mediator.Send(new NoticeSomeUnusedTokens(some), cancellationToken)).Error is { } error)
            {
                return error;
            }
        }

        return Result.Done;
    }

    public async Task<Result> Handle(NoticeSomeUnusedTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var tokens = await db.Tokens.AsNoTracking().Where(token => request.TokenIds.Contains(token.Id)).OrderBy(token => token.UsedAt).ToListAsync(cancellationToken);
        foreach (var token in tokens.FindAll(token => token.IsLiveAt(now)))
        {
            if (!await ClaimAsync(token, now, cancellationToken))
            {
                continue;
            }

            await (token.LastUsedAt is { } used
                ? events.PublishAsync<TokenIdle>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, used), cancellationToken)
                : events.PublishAsync<TokenNeverUsed>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, token.OwnerPersonId, token.CreatorPersonId, token.CreatedAt), cancellationToken));
        }

        return Result.Done;
    }

    /// <summary>
    /// True for the one run that tells of it: another at the same time waits for the row and then finds it noted. False also
    /// where the token has been used meanwhile.
    /// </summary>
    private async Task<bool> ClaimAsync(Token token, DateTime now, CancellationToken cancellationToken) => await db.Tokens
        .Where(row => row.Id == token.Id && row.LastUsedAt == token.LastUsedAt && (row.UnusedNoticeAt == null || row.UnusedNoticeAt < row.LastUsedAt))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnusedNoticeAt, now), cancellationToken) == 1;
}
