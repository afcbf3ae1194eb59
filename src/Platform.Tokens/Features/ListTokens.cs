using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Usage;

namespace Platform.Tokens.Features;

/// <summary>The list's filters, as the query string has them.</summary>
/// <param name="Status"><c>active</c>, <c>expiring</c>, <c>rotating</c>, <c>expired</c> or <c>revoked</c>; all by default.</param>
/// <param name="Kind"><c>user</c> or <c>service</c>.</param>
/// <param name="Q">
/// The beginning of the name or of a word in it, of an integration or of a word in it, or of what is displayed of the secret,
/// with or without its prefix, or its last four characters; in any case.
/// </param>
internal sealed record ListTokensFilters(string? Limit, string? Cursor, string? Sort, string? Status, string? Kind, string? OwnerId, string? Q);

internal sealed record ListTokensQuery(PageRequest Page, string? Status, TokenKind? Kind, Guid? OwnerId, string? Search) : IQuery<Result<Page<TokenAnswer>>>;

internal static class ListTokens
{
    private static readonly string[] Statuses = ["active", "expiring", "rotating", "expired", "revoked"];

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        [Microsoft.AspNetCore.Http.AsParameters] ListTokensFilters filters, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = Read(filters);
        return query.Error is { } error ? error.ToProblem() : (await mediator.Send(query.Value, cancellationToken)).ToAnswer();
    }

    private static Result<ListTokensQuery> Read(ListTokensFilters filters)
    {
        var page = PageRequest.Read(filters.Limit, filters.Cursor, filters.Sort);
        if (page.Error is { } error)
        {
            return error;
        }

        if (filters.Status is { Length: > 0 } status && !Statuses.Contains(status))
        {
            return Error.Invalid("status", $"status must be one of {string.Join(", ", Statuses)}.");
        }

        TokenKind? kind = filters.Kind switch
        {
            null or "" => null,
            "user" => TokenKind.User,
            "service" => TokenKind.Service,
            "application" => TokenKind.Application,
            _ => (TokenKind)(-1),
        };
        if (kind is { } known && !Enum.IsDefined(known))
        {
            return Error.Invalid("kind", "kind must be user, service or application.");
        }

        Guid? owner = null;
        if (filters.OwnerId is { Length: > 0 } id)
        {
            if (!Guid.TryParse(id, out var parsed))
            {
                return Error.Invalid("ownerId", "ownerId must be the id of a person or service account.");
            }

            owner = parsed;
        }

        return new ListTokensQuery(page.Value, filters.Status, kind, owner, filters.Q);
    }

    internal sealed class Handler(PlatformDbContext db, TokenAnswers answers, UsageReports usage, TimeProvider time) : IRequestHandler<ListTokensQuery, Result<Page<TokenAnswer>>>
    {
        /// <summary>
        /// Words up to which the tokens found are read and sorted; of more, the list is gone through in its order, and so many are
        /// counted: each costs a look among the words.
        /// </summary>
        private const int FewWords = 1000;

        /// <summary>Tokens of which it is named which they are; of more that have come to their end in a minute, the list is gone through.</summary>
        private const int FewDue = 500;

        public async Task<Result<Page<TokenAnswer>>> Handle(ListTokensQuery request, CancellationToken cancellationToken)
        {
            var tokens = db.Tokens.AsNoTracking();
            var mostCounted = TokenPages.MostCounted;
            if (request.Search is { Length: > 0 } search && TokenWord.RangeOf(search) is { } range)
            {
                (tokens, mostCounted) = (await FoundAsync(range, cancellationToken), FewWords);
            }

            tokens = await WithStatusAsync(tokens, request.Status, cancellationToken);
            if (request.Kind is { } kind)
            {
                tokens = tokens.Where(token => token.Kind == kind);
            }

            if (request.OwnerId is { } owner)
            {
                tokens = tokens.Where(token => token.OwnerId == owner);
            }

            return await TokenPages.ReadAsync(tokens, WithEnd(tokens, request.Status), request.Page, mostCounted, page => AnswerAsync(page, cancellationToken), cancellationToken);
        }

        private async Task<IReadOnlyList<TokenAnswer>> AnswerAsync(IReadOnlyList<Token> page, CancellationToken cancellationToken)
        {
            var recent = await usage.RecentAsync([.. page.Select(token => token.Id)], cancellationToken);
            return [.. (await answers.OfAsync(page, cancellationToken)).Select(answer => answer with { RecentUse = recent[answer.Id] })];
        }

        private async Task<IQueryable<Token>> FoundAsync((string From, string Before) range, CancellationToken cancellationToken)
        {
            var (from, before) = range;
            var words = db.TokenWords.AsNoTracking().Where(word => string.Compare(word.Word, from) >= 0 && string.Compare(word.Word, before) < 0);
            var count = await words.OrderBy(word => word.Word).Take(FewWords + 1).CountAsync(cancellationToken);

            // The first so many in their own order are all of them, and leave the database no other way than by that order.
            return count <= FewWords
                ? words.OrderBy(word => word.Word).Take(FewWords).Select(word => word.TokenId).Distinct().Join(db.Tokens.AsNoTracking(), id => id, token => token.Id, (_, token) => token)
                : db.Tokens.AsNoTracking().Where(token => words.Any(word => word.TokenId == token.Id));
        }

        /// <summary>
        /// By what has been noted of each token, and by the clock. The end is asked of <see cref="Token.ExpiresAt"/>, which no index
        /// begins with, so that the order's own index is gone through.
        /// </summary>
        private async Task<IQueryable<Token>> WithStatusAsync(IQueryable<Token> tokens, string? status, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var soon = now + Token.ExpiringWithin;
            return status switch
            {
                "active" => tokens.Where(token => token.State == TokenState.Live && (token.ExpiresAt == null || token.ExpiresAt > soon)),
                "expiring" => tokens.Where(token => token.State == TokenState.Live && token.ExpiresAt > now && token.ExpiresAt <= soon),
                "rotating" => tokens.Where(token => token.State == TokenState.Replaced && token.ExpiresAt > now),
                "revoked" => tokens.Where(token => token.State == TokenState.Revoked),

                "expired" => await ExpiredAsync(tokens, now, cancellationToken),
                _ => tokens,
            };
        }

        /// <summary>Those whose end was noted, and the few whose end the job has not noted yet.</summary>
        private async Task<IQueryable<Token>> ExpiredAsync(IQueryable<Token> tokens, DateTime now, CancellationToken cancellationToken)
        {
            var noted = tokens.Where(token => token.State == TokenState.Expired);
            var due = await db.DueTokens(TokenState.Live, now).Take(FewDue + 1).Select(token => token.Id).ToListAsync(cancellationToken);
            due.AddRange(await db.DueTokens(TokenState.Replaced, now).Take(FewDue + 1).Select(token => token.Id).ToListAsync(cancellationToken));
            return due.Count == 0 ? noted
                : due.Count <= FewDue ? noted.Concat(tokens.Where(token => due.Contains(token.Id) && token.State != TokenState.Expired && token.State != TokenState.Revoked))
                : tokens.Where(token => token.State != TokenState.Revoked && token.ExpiresAt <= now);
        }

        /// <summary>The same once more of what a list by the ends is sorted by: a part of its index is enough then.</summary>
        private IQueryable<Token> WithEnd(IQueryable<Token> tokens, string? status)
        {
            var now = time.UtcNow();
            var soon = now + Token.ExpiringWithin;
            return status switch
            {
                "active" => tokens.Where(token => token.EndsAt > soon),
                "expiring" => tokens.Where(token => token.EndsAt > now && token.EndsAt <= soon),
                "rotating" => tokens.Where(token => token.EndsAt > now),
                _ => tokens,
            };
        }
    }
}
