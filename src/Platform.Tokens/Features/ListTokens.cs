using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>The list's filters, as the query string has them.</summary>
/// <param name="Status"><c>active</c>, <c>expiring</c>, <c>rotating</c>, <c>expired</c> or <c>revoked</c>; all by default.</param>
/// <param name="Kind"><c>user</c> or <c>service</c>.</param>
/// <param name="Q">A part of the name, the displayed characters or an integration.</param>
internal sealed record ListTokensFilters(string? Limit, string? Cursor, string? Sort, string? Status, string? Kind, string? OwnerId, string? Q);

internal sealed record ListTokensQuery(PageRequest Page, string? Status, TokenKind? Kind, Guid? OwnerId, string? Search) : IQuery<Result<Page<TokenAnswer>>>;

internal static class ListTokens
{
    private static readonly string[] Statuses = ["active", "expiring", "rotating", "expired", "revoked"];

    private static readonly Sorting<Token> Sorting = Sorting<Token>.ByDefault("-createdAt")
        .With("createdAt", token => token.CreatedAt)
        .With("expiresAt", token => token.ExpiresAt ?? Never)
        .With("lastUsedAt", token => token.LastUsedAt ?? DateTime.UnixEpoch)
        .With("name", token => token.Name);

    private static DateTime Never { get; } = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

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

    internal sealed class Handler(PlatformDbContext db, TokenAnswers answers, TimeProvider time) : IRequestHandler<ListTokensQuery, Result<Page<TokenAnswer>>>
    {
        public Task<Result<Page<TokenAnswer>>> Handle(ListTokensQuery request, CancellationToken cancellationToken)
        {
            var tokens = WithStatus(db.Tokens.AsNoTracking(), request.Status, time.UtcNow());
            if (request.Kind is { } kind)
            {
                tokens = tokens.Where(token => token.Kind == kind);
            }

            if (request.OwnerId is { } owner)
            {
                tokens = tokens.Where(token => token.OwnerId == owner);
            }

            if (request.Search is { Length: > 0 } search)
            {
                var part = search.Trim().ToLowerInvariant();
                tokens = tokens.Where(token =>
                    token.Name.ToLower().Contains(part)
                    || token.Display.ToLower().Contains(part)
                    || token.Integrations.Any(integration => integration.ToLower().Contains(part)));
            }

            return Sorting.PageAsync(tokens, request.Page, page => answers.OfAsync(page, cancellationToken), cancellationToken);
        }

        private static IQueryable<Token> WithStatus(IQueryable<Token> tokens, string? status, DateTime now)
        {
            var soon = now + Token.ExpiringWithin;
            return status switch
            {
                "active" => tokens.Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > soon)),
                "expiring" => tokens.Where(token => token.RevokedAt == null && token.ExpiresAt > now && token.ExpiresAt <= soon),
                "expired" => tokens.Where(token => token.RevokedAt == null && token.ExpiresAt <= now),
                "revoked" => tokens.Where(token => token.RevokedAt != null),
                "rotating" => tokens.Where(token => false),
                _ => tokens,
            };
        }
    }
}
