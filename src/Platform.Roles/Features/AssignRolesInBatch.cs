using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

internal static class AssignRolesInBatchUseCase
{
    internal sealed class Handler(PlatformDbContext db, Caller caller) :
        IRequestHandler<GetGrantableRoles, IReadOnlyList<GrantableRole>>, IRequestHandler<AssignRolesInBatch, Result>
    {
        public async Task<IReadOnlyList<GrantableRole>> Handle(GetGrantableRoles request, CancellationToken cancellationToken)
        {
            var mayAssign = caller.CheckPermission(RolesPermissions.Assign) is null;
            var roles = await db.Roles.AsNoTracking().ToListAsync(cancellationToken);
            return [.. roles.Select(role => new GrantableRole(role.Id, role.Name, mayAssign && Refuse(role) is null))];
        }

        public async Task<Result> Handle(AssignRolesInBatch request, CancellationToken cancellationToken)
        {
            if (caller.CheckPermission(RolesPermissions.Assign) is { } denied)
            {
                return denied;
            }

            var wanted = request.People.SelectMany(person => person.RoleIds).Distinct().ToList();
            var roles = await db.Roles.AsNoTracking().Where(role => wanted.Contains(role.Id)).ToDictionaryAsync(role => role.Id, cancellationToken);
            if (roles.Count < wanted.Count)
            {
                return Error.Invalid("roleIds", "One of the roles does not exist in this organization.");
            }

            if (roles.Values.Select(Refuse).FirstOrDefault(refused => refused is not null) is { } beyond)
            {
                return beyond;
            }

            db.AddRange(request.People.SelectMany(person =>
                person.RoleIds.Distinct().Select(role => new RoleAssignment(person.PersonId, roles[role], request.BatchId))));
            return Result.Done;
        }

        private Error? Refuse(Role role) => caller.CheckGrantable("roleIds", ScopeSet.Of(role.Permissions));
    }
}
