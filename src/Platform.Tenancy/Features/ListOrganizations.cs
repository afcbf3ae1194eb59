using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>An organization as an operator sees it: that it is there, and nothing inside it.</summary>
internal sealed record InstanceOrganization(Guid Id, string Slug, string Name, string Status, DateTime CreatedAt)
{
    public static InstanceOrganization Of(Organization organization) =>
        new(organization.Id, organization.Slug, organization.Name, organization.Status.ToString().ToLowerInvariant(), organization.CreatedAt);
}

internal sealed record ListOrganizationsQuery(PageRequest Page, string? Search) : IQuery<Result<Page<InstanceOrganization>>>;

internal static class ListOrganizations
{
    private static readonly Sorting<Organization> Sorting = Sorting<Organization>.ByDefault("name")
        .With("name", organization => organization.Name)
        .With("slug", organization => organization.Slug)
        .With("createdAt", organization => organization.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, string? q, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListOrganizationsQuery(page.Value, q), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListOrganizationsQuery, Result<Page<InstanceOrganization>>>
    {
        public Task<Result<Page<InstanceOrganization>>> Handle(ListOrganizationsQuery request, CancellationToken cancellationToken)
        {
            var rows = db.Organizations.AsNoTracking();
            if (request.Search is { Length: > 0 } search)
            {
                var slug = search.ToLowerInvariant();
                rows = rows.Where(organization => organization.Slug.StartsWith(slug) || organization.Name.StartsWith(search));
            }

            return Sorting.PageAsync<InstanceOrganization>(
                rows, request.Page, page => Task.FromResult<IReadOnlyList<InstanceOrganization>>([.. page.Select(InstanceOrganization.Of)]), cancellationToken);
        }
    }
}
