using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;

namespace Platform.Tokens.Features;

internal sealed record GetTokenQuery(Guid Id) : IQuery<Result<TokenAnswer>>;

internal static class GetToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new GetTokenQuery(id), cancellationToken);
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, TokenAnswers answers) : IRequestHandler<GetTokenQuery, Result<TokenAnswer>>
    {
        public async Task<Result<TokenAnswer>> Handle(GetTokenQuery request, CancellationToken cancellationToken)
        {
            var token = await db.Tokens.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return token is null ? Error.NotFound("token") : await answers.OfAsync(token, cancellationToken);
        }
    }
}
