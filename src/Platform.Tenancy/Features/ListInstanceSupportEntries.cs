using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

internal sealed record ListInstanceSupportEntriesQuery(Guid OrganizationId, PageRequest Page) : IQuery<Result<Page<SupportEntryAnswer>>>;

internal static class ListInstanceSupportEntries
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListInstanceSupportEntriesQuery(id, page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, OrganizationScope scope, IMediator mediator)
        : IRequestHandler<ListInstanceSupportEntriesQuery, Result<Page<SupportEntryAnswer>>>
    {
        public async Task<Result<Page<SupportEntryAnswer>>> Handle(ListInstanceSupportEntriesQuery request, CancellationToken cancellationToken)
        {
            if (!await db.Organizations.AnyAsync(row => row.Id == request.OrganizationId, cancellationToken))
            {
                return new Error(ErrorCodes.NotFound, "There is no such organization.");
            }

            using (scope.Within(request.OrganizationId))
            {
                var page = await mediator.Send(new ListSupportEntriesQuery(request.Page), cancellationToken);
                return page.Error is { } error ? error : page.Value with { Items = [.. page.Value.Items.Select(entry => entry.ForOperators())] };
            }
        }
    }
}
