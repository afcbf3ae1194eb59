using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>An organization as an operator sees it: that it is there, how it stands and how large it is, and nothing inside it.</summary>
/// <param name="Status"><c>active</c>, <c>suspended</c> or <c>deleting</c>.</param>
/// <param name="SuspendedReason">What the operator said of it.</param>
/// <param name="PurgeAt">From when on its rows are deleted; until then it can be restored. Null where it has not been deleted.</param>
/// <param name="People">How many people it has, of whatever status.</param>
/// <param name="Tokens">How many live tokens it has.</param>
internal sealed record InstanceOrganization(
    Guid Id,
    string Slug,
    string Name,
    string Status,
    DateTime CreatedAt,
    DateTime? SuspendedAt,
    string? SuspendedReason,
    DateTime? DeletedAt,
    DateTime? PurgeAt,
    int People,
    int Tokens,
    int Version);

internal sealed record ListOrganizationsQuery(PageRequest Page, string? Search, OrganizationStatus? Status) : IQuery<Result<Page<InstanceOrganization>>>;

internal static class ListOrganizations
{
    private static readonly Sorting<Organization> Sorting = Sorting<Organization>.ByDefault("name")
        .With("name", organization => organization.Name)
        .With("slug", organization => organization.Slug)
        .With("createdAt", organization => organization.CreatedAt);

    /// <param name="q">A part of the name or of the slug.</param>
    /// <param name="status"><c>active</c>, <c>suspended</c> or <c>deleting</c>.</param>
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, string? q, string? status, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        if (page.Error is { } error)
        {
            return error.ToProblem();
        }

        var standing = Enum.GetValues<OrganizationStatus>().Where(known => known.ToString().ToLowerInvariant() == status).Select(known => (OrganizationStatus?)known).SingleOrDefault();
        return status is { Length: > 0 } && standing is null
            ? Error.Invalid("status", "status must be active, suspended or deleting.").ToProblem()
            : (await mediator.Send(new ListOrganizationsQuery(page.Value, q, standing), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, InstanceOrganizations answers) : IRequestHandler<ListOrganizationsQuery, Result<Page<InstanceOrganization>>>
    {
        public Task<Result<Page<InstanceOrganization>>> Handle(ListOrganizationsQuery request, CancellationToken cancellationToken)
        {
            var rows = db.Organizations.AsNoTracking();
            if (request.Search?.Trim().ToLowerInvariant() is { Length: > 0 } search)
            {
                rows = rows.Where(organization => organization.Slug.Contains(search) || organization.Name.ToLower().Contains(search));
            }

            if (request.Status is { } status)
            {
                rows = rows.Where(organization => organization.Status == status);
            }

            return Sorting.PageAsync(rows, request.Page, page => answers.OfAsync(page, cancellationToken), cancellationToken);
        }
    }
}

/// <summary>Organizations with their sizes, which the other modules know.</summary>
internal sealed class InstanceOrganizations(IMediator mediator)
{
    public async Task<InstanceOrganization> OfAsync(Organization organization, CancellationToken cancellationToken) => (await OfAsync([organization], cancellationToken))[0];

    public async Task<IReadOnlyList<InstanceOrganization>> OfAsync(IReadOnlyList<Organization> organizations, CancellationToken cancellationToken)
    {
        var ids = organizations.Select(organization => organization.Id).ToList();
        var people = await mediator.Send(new CountPeople(ids), cancellationToken);
        var tokens = await mediator.Send(new CountTokens(ids), cancellationToken);
        return [.. organizations.Select(organization => new InstanceOrganization(
            organization.Id,
            organization.Slug,
            organization.Name,
            organization.Status.ToString().ToLowerInvariant(),
            organization.CreatedAt,
            organization.SuspendedAt,
            organization.SuspendedReason,
            organization.DeletedAt,
            organization.PurgeAt,
            people.GetValueOrDefault(organization.Id),
            tokens.GetValueOrDefault(organization.Id),
            organization.Version))];
    }
}
