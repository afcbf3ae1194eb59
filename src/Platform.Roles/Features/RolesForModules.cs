using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Roles.Data;

namespace Platform.Roles.Features;

/// <summary>What other modules ask about roles and permissions.</summary>
internal sealed class RolesQueries(PlatformDbContext db, PreparedReads reads, GrantParts parts, IMediator mediator) :
    IRequestHandler<GetPermissionsOfPerson, IReadOnlyList<string>>,
    IRequestHandler<GetRolesOfPeople, IReadOnlyDictionary<Guid, IReadOnlyList<RoleName>>>,
    IRequestHandler<FindPeopleWithRole, IReadOnlyList<Guid>>,
    IRequestHandler<FindPeopleHolding, IReadOnlyList<Guid>>,
    IRequestHandler<IsLastAdministrator, bool>,
    IRequestHandler<ReadScopes, Result<IReadOnlyList<string>>>,
    IRequestHandler<GetApplication, ApplicationName?>
{
    public async Task<IReadOnlyList<string>> Handle(GetPermissionsOfPerson request, CancellationToken cancellationToken)
    {
        const string PermissionsOfRoles = """
            SELECT r.permissions FROM roles_assignment a JOIN roles_role r ON r.id = a.role_id AND r.organization_id = @organization
            WHERE a.person_id = @key AND a.organization_id = @organization
                AND (a.batch_id IS NULL OR NOT EXISTS (SELECT 1 FROM kernel_open_batch b WHERE b.id = a.batch_id))
            ORDER BY r.id
            """;
        if (db.OrganizationId is not { } organization)
        {
            return [];
        }

        var roles = await reads.OfOrganizationAsync(PermissionsOfRoles, organization, request.PersonId, row => row.TextsOrNull(0) ?? []);
        return parts.Permissions(roles.Count == 1 ? roles[0] : [.. roles.SelectMany(permissions => permissions)]).Names;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<RoleName>>> Handle(GetRolesOfPeople request, CancellationToken cancellationToken)
    {
        var assignments = await (
            from assignment in db.RoleAssignments
            join role in db.Roles on assignment.RoleId equals role.Id
            where request.PersonIds.Contains(assignment.PersonId)
            orderby role.NormalizedName
            select new { assignment.PersonId, role.Id, role.Name }).ToListAsync(cancellationToken);
        return assignments.GroupBy(assignment => assignment.PersonId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyList<RoleName>)[.. group.Select(assignment => new RoleName(assignment.Id, assignment.Name))]);
    }

    public async Task<IReadOnlyList<Guid>> Handle(FindPeopleWithRole request, CancellationToken cancellationToken) =>
        await db.RoleAssignments.AsNoTracking()
            .Where(assignment => assignment.RoleId == request.RoleId)
            .Select(assignment => assignment.PersonId)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Guid>> Handle(FindPeopleHolding request, CancellationToken cancellationToken)
    {
        if (!Scope.TryParse(request.Permission, out var permission))
        {
            return [];
        }

        var roles = await db.Roles.AsNoTracking().ToListAsync(cancellationToken);
        var granting = roles.Where(role => ScopeSet.Of(role.Permissions).Implies(permission)).Select(role => role.Id).ToList();
        return await db.RoleAssignments.AsNoTracking()
            .Where(assignment => granting.Contains(assignment.RoleId))
            .Select(assignment => assignment.PersonId)
            .Distinct()
            .ToListAsync(cancellationToken);
    }

    public async Task<bool> Handle(IsLastAdministrator request, CancellationToken cancellationToken)
    {
        var administrator = db.Roles.Where(role => role.BuiltIn && role.Name == BuiltInRoles.Administrator);
        var holders =
            from assignment in db.RoleAssignments
            join role in administrator on assignment.RoleId equals role.Id
            select assignment.PersonId;
        if (!await holders.ContainsAsync(request.PersonId, cancellationToken))
        {
            return false;
        }

        // The role's row is locked until the caller's transaction ends, so that of two who end each other the second finds what
        // the first has left.
        await administrator.ExecuteUpdateAsync(set => set.SetProperty(role => role.Name, role => role.Name), cancellationToken);
        var administrators = await holders.ToListAsync(cancellationToken);
        var active = await mediator.Send(new GetActivePeople(administrators), cancellationToken);
        return active.Contains(request.PersonId) && active.Count == 1;
    }

    public async Task<Result<IReadOnlyList<string>>> Handle(ReadScopes request, CancellationToken cancellationToken)
    {
        var catalogue = await db.ReadCatalogueAsync(cancellationToken);
        var names = new List<string>();
        foreach (var text in request.Scopes)
        {
            if (!Scope.TryParse(text, out var scope) || !catalogue.Knows(scope))
            {
                return Error.Invalid(request.Field, $"There is no permission '{Shorten(text)}'. Did you mean '{catalogue.Nearest(Shorten(text))}'?");
            }

            names.Add(scope.ToString());
        }

        return names.Distinct().Order(StringComparer.Ordinal).ToList();
    }

    public Task<ApplicationName?> Handle(GetApplication request, CancellationToken cancellationToken) =>
        db.Applications.AsNoTracking()
            .Where(application => application.Id == request.ApplicationId)
            .Select(application => new ApplicationName(application.Id, application.Name))
            .SingleOrDefaultAsync(cancellationToken);

    private static string Shorten(string? text) => text?.Cut(80) ?? "";
}
