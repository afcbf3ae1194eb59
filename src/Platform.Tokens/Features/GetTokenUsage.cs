using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Usage;

namespace Platform.Tokens.Features;

internal sealed record GetTokenUsageQuery(Guid Id, UsageRange Range) : IQuery<Result<UsageAnswer>>;

/// <summary>One token's usage. 422 where the range is none or reaches further back than is kept, 404 for a token of another organization.</summary>
internal static class GetTokenUsage
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, [AsParameters] UsageFilters filters, IMediator mediator, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = UsageRange.Read(filters, time.UtcNow());
        return range.Error is { } error ? error.ToProblem() : (await mediator.Send(new GetTokenUsageQuery(id, range.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, UsageReports reports) : IRequestHandler<GetTokenUsageQuery, Result<UsageAnswer>>
    {
        public async Task<Result<UsageAnswer>> Handle(GetTokenUsageQuery request, CancellationToken cancellationToken) =>
            await db.Tokens.AnyAsync(token => token.Id == request.Id, cancellationToken)
                ? await reports.OfAsync(request.Id, request.Range, cancellationToken)
                : Error.NotFound("token");
    }
}
