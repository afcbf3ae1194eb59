using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Usage;

namespace Platform.Tokens.Features;

internal sealed record GetTokenUsageQuery(Guid Id, UsageRange Range) : IQuery<Result<UsageAnswer>>;

/// <summary>Range: <c>from</c> and <c>to</c> as dates or RFC 3339 times, widened to whole hours or days (UTC). 422 where it reaches further back than is kept.</summary>
internal static class GetTokenUsage
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, string? from, string? to, string? by, IMediator mediator, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = UsageRange.Read(from, to, by, time.UtcNow());
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
