using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal sealed record ListApplicationTokensQuery(Guid ApplicationId, PageRequest Page) : IQuery<Result<Page<TokenAnswer>>>;

internal static class ListApplicationTokens
{
    private static readonly Sorting<Token> Sorting = Sorting<Token>.ByDefault("-createdAt")
        .With("createdAt", token => token.CreatedAt)
        .With("name", token => token.Name);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListApplicationTokensQuery(id, page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, IMediator mediator, TimeProvider time) : IRequestHandler<ListApplicationTokensQuery, Result<Page<TokenAnswer>>>
    {
        public async Task<Result<Page<TokenAnswer>>> Handle(ListApplicationTokensQuery request, CancellationToken cancellationToken)
        {
            var application = await mediator.Send(new GetApplication(request.ApplicationId), cancellationToken);
            if (application is null)
            {
                return new Error(ErrorCodes.NotFound, "There is no such application.");
            }

            var now = time.UtcNow();
            return await Sorting.PageAsync<TokenAnswer>(
                db.Tokens.AsNoTracking().Where(token => token.Kind == TokenKind.Application && token.OwnerId == application.Id),
                request.Page,
                page => Task.FromResult<IReadOnlyList<TokenAnswer>>([.. page.Select(token => TokenAnswers.Of(token, application.Name, now))]),
                cancellationToken);
        }
    }
}
