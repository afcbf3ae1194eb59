using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

internal sealed record ListRolesQuery(PageRequest Page, string? Search) : IQuery<Result<Page<RoleAnswer>>>;

internal static class ListRoles
{
    private static readonly Sorting<Role> Sorting = Sorting<Role>.ByDefault("name").With("name", role => role.NormalizedName);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, string? q, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListRolesQuery(page.Value, q), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListRolesQuery, Result<Page<RoleAnswer>>>
    {
        public Task<Result<Page<RoleAnswer>>> Handle(ListRolesQuery request, CancellationToken cancellationToken)
        {
            var roles = db.Roles.AsNoTracking();
            if (request.Search is { Length: > 0 } search)
            {
                var part = search.ToLowerInvariant();
                roles = roles.Where(role => role.NormalizedName.Contains(part));
            }

            return Sorting.PageAsync(roles, request.Page, page => db.ToAnswersAsync(page, cancellationToken), cancellationToken);
        }
    }
}
