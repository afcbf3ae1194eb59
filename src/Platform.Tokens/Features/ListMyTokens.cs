using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal sealed record ListMyTokensQuery : IQuery<IReadOnlyList<TokenAnswer>>;

internal static class ListMyTokens
{
    /// <summary>As many as anybody wants to look back on.</summary>
    private const int AtMost = 100;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new ListMyTokensQuery(), cancellationToken));

    internal sealed class Handler(PlatformDbContext db, Caller caller, TokenAnswers answers) : IRequestHandler<ListMyTokensQuery, IReadOnlyList<TokenAnswer>>
    {
        public async Task<IReadOnlyList<TokenAnswer>> Handle(ListMyTokensQuery request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            var mine = await db.Tokens.AsNoTracking()
                .Where(row => row.OwnerId == me && row.Kind == TokenKind.User)
                .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
                .Take(AtMost)
                .ToListAsync(cancellationToken);
            return await answers.OfAsync(mine, cancellationToken);
        }
    }
}
