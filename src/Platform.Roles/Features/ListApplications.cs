using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

internal sealed record ListApplicationsQuery(PageRequest Page) : IQuery<Result<Page<ApplicationAnswer>>>;

internal static class ListApplications
{
    private static readonly Sorting<Application> Sorting = Sorting<Application>.ByDefault("name")
        .With("name", application => application.NormalizedName)
        .With("createdAt", application => application.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListApplicationsQuery(page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListApplicationsQuery, Result<Page<ApplicationAnswer>>>
    {
        public Task<Result<Page<ApplicationAnswer>>> Handle(ListApplicationsQuery request, CancellationToken cancellationToken) =>
            Sorting.PageAsync<ApplicationAnswer>(
                db.Applications.AsNoTracking(),
                request.Page,
                page => Task.FromResult<IReadOnlyList<ApplicationAnswer>>([.. page.Select(ApplicationAnswer.Of)]),
                cancellationToken);
    }
}
