using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>A caller that is no human.</summary>
/// <param name="Permissions">What its tokens may do at most.</param>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="TokenCount">Tokens that were not revoked and have not expired.</param>
internal sealed record ServiceAccountAnswer(
    Guid Id, string Name, string? Description, IReadOnlyList<string> Permissions, string Status, int TokenCount, DateTime CreatedAt, int Version)
{
    public static ServiceAccountAnswer Of(ServiceAccount account, int tokenCount) => new(
        account.Id,
        account.Name,
        account.Description,
        account.Permissions.AsShown(),
        account.Status.ToString().ToLowerInvariant(),
        tokenCount,
        account.CreatedAt,
        account.Version);
}

internal static class ServiceAccountAnswers
{
    /// <summary>Service accounts with the number of their live tokens, counted at once.</summary>
    public static async Task<IReadOnlyList<ServiceAccountAnswer>> ToAnswersAsync(
        this PlatformDbContext db, IReadOnlyList<ServiceAccount> accounts, DateTime now, CancellationToken cancellationToken)
    {
        var ids = accounts.Select(account => account.Id).ToList();
        var counts = await db.Tokens.AsNoTracking()
            .Where(token => ids.Contains(token.OwnerId) && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now))
            .GroupBy(token => token.OwnerId)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
        return [.. accounts.Select(account => ServiceAccountAnswer.Of(account, counts.GetValueOrDefault(account.Id)))];
    }
}

internal sealed record ListServiceAccountsQuery(PageRequest Page, string? Search) : IQuery<Result<Page<ServiceAccountAnswer>>>;

internal static class ListServiceAccounts
{
    private static readonly Sorting<ServiceAccount> Sorting = Sorting<ServiceAccount>.ByDefault("name")
        .With("name", account => account.NormalizedName)
        .With("createdAt", account => account.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, string? q, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListServiceAccountsQuery(page.Value, q), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<ListServiceAccountsQuery, Result<Page<ServiceAccountAnswer>>>
    {
        public Task<Result<Page<ServiceAccountAnswer>>> Handle(ListServiceAccountsQuery request, CancellationToken cancellationToken)
        {
            var accounts = db.LivingServiceAccounts.AsNoTracking();
            if (request.Search is { Length: > 0 } search)
            {
                var part = search.Trim().ToLowerInvariant();
                accounts = accounts.Where(account => account.NormalizedName.Contains(part));
            }

            return Sorting.PageAsync(accounts, request.Page, page => db.ToAnswersAsync(page, time.UtcNow(), cancellationToken), cancellationToken);
        }
    }
}
