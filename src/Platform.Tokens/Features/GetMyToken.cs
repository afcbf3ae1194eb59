using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal sealed record GetMyTokenQuery : IQuery<Result<TokenAnswer>>;

internal static class GetMyToken
{
    public static readonly Error None = new(ErrorCodes.NotFound, "You have no API token. Generate one.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetMyTokenQuery(), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller, TokenAnswers answers) : IRequestHandler<GetMyTokenQuery, Result<TokenAnswer>>
    {
        /// <summary>
        /// The newest one that was not revoked, but for one that has been replaced: an expired one is still shown, so that its end
        /// is no riddle.
        /// </summary>
        public async Task<Result<TokenAnswer>> Handle(GetMyTokenQuery request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            var token = await db.Tokens.AsNoTracking()
                .Where(row => row.Kind == TokenKind.User && row.OwnerId == me && row.RevokedAt == null)
                .OrderBy(row => row.ReplacedById != null).ThenByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
                .FirstOrDefaultAsync(cancellationToken);
            return token is null ? None : await answers.OfAsync(token, cancellationToken);
        }
    }
}
