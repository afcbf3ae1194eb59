using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;

namespace Platform.Tokens.Features;

internal sealed record GetServiceAccountQuery(Guid Id) : IQuery<Result<ServiceAccountAnswer>>;

internal static class GetServiceAccount
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new GetServiceAccountQuery(id), cancellationToken);
        if (result.Error is null)
        {
            response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<GetServiceAccountQuery, Result<ServiceAccountAnswer>>
    {
        public async Task<Result<ServiceAccountAnswer>> Handle(GetServiceAccountQuery request, CancellationToken cancellationToken)
        {
            var account = await db.LivingServiceAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return account is null ? Error.NotFound("service account") : (await db.ToAnswersAsync([account], time.UtcNow(), cancellationToken))[0];
        }
    }
}
