using MediatR;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>A permission that can be granted.</summary>
/// <param name="Name">The short form.</param>
/// <param name="Urn">The long form, which means the same.</param>
/// <param name="Module">The part of the product, or the application, that it belongs to.</param>
internal sealed record PermissionAnswer(string Name, string Urn, string Resource, string Action, string Description, string Module, Guid? ApplicationId);

internal sealed record ListPermissionsQuery(string? Search) : IQuery<IReadOnlyList<PermissionAnswer>>;

internal static class ListPermissions
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(string? q, IMediator mediator, CancellationToken cancellationToken) =>
        Microsoft.AspNetCore.Http.TypedResults.Ok(await mediator.Send(new ListPermissionsQuery(q), cancellationToken));

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ListPermissionsQuery, IReadOnlyList<PermissionAnswer>>
    {
        public async Task<IReadOnlyList<PermissionAnswer>> Handle(ListPermissionsQuery request, CancellationToken cancellationToken)
        {
            var catalogue = await db.ReadCatalogueAsync(cancellationToken);
            var search = request.Search?.Trim() ?? "";
            return [.. catalogue.Entries.Select(ToAnswer).Where(permission =>
                permission.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
                || permission.Urn.Equals(search, StringComparison.OrdinalIgnoreCase)
                || permission.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
                || permission.Module.Contains(search, StringComparison.OrdinalIgnoreCase))];
        }

        private static PermissionAnswer ToAnswer(CatalogueEntry entry) => new(
            entry.Scope.ToString(), entry.Scope.ToUrn(), entry.Scope.Resource, entry.Scope.Action, entry.Description, entry.Module, entry.ApplicationId);
    }
}
