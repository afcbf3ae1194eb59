using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Usage;

namespace Platform.Tokens.Features;

internal sealed record GetUsageQuery(UsageRange Range) : IQuery<Result<UsageAnswer>>;

/// <summary>All tokens of the organization together; the range as for one token.</summary>
internal static class GetUsage
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        [AsParameters] UsageFilters filters, IMediator mediator, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = UsageRange.Read(filters, time.UtcNow());
        return range.Error is { } error ? error.ToProblem() : (await mediator.Send(new GetUsageQuery(range.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(OrganizationScope scope, UsageReports reports) : IRequestHandler<GetUsageQuery, Result<UsageAnswer>>
    {
        public async Task<Result<UsageAnswer>> Handle(GetUsageQuery request, CancellationToken cancellationToken) =>
            scope.Id is { } organization
                ? await reports.OfAsync(organization, request.Range, cancellationToken)
                : Error.NotFound("organization");
    }
}
