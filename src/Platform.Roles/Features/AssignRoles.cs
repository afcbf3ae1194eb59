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

internal static class AssignRolesUseCase
{
    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator) :
        IRequestHandler<AssignRoles, Result>, IRequestHandler<AssignBuiltInRole, Result>
    {
        public async Task<Result> Handle(AssignRoles request, CancellationToken cancellationToken)
        {
            if (caller.CheckPermission(RolesPermissions.Assign) is { } denied)
            {
                return denied;
            }

            var wanted = request.RoleIds.Distinct().ToList();
            var roles = await db.Roles.ToListAsync(cancellationToken);
            if (wanted.Exists(id => roles.TrueForAll(role => role.Id != id)))
            {
                return Error.Invalid("roleIds", "One of the roles does not exist in this organization.");
            }

            var current = await db.RoleAssignments.Where(assignment => assignment.PersonId == request.PersonId).ToListAsync(cancellationToken);
            var added = roles.Where(role => wanted.Contains(role.Id) && current.TrueForAll(has => has.RoleId != role.Id)).ToList();
            var removed = current.Where(has => !wanted.Contains(has.RoleId)).ToList();
            var touched = added.Concat(roles.Where(role => removed.Exists(has => has.RoleId == role.Id)));
            if (caller.CheckGrantable("roleIds", ScopeSet.Of(touched.SelectMany(role => role.Permissions))) is { } refused)
            {
                return refused;
            }

            var administrator = roles.Single(role => role is { BuiltIn: true, Name: BuiltInRoles.Administrator });
            if (removed.Exists(has => has.RoleId == administrator.Id))
            {
                if (await mediator.Send(new IsLastAdministrator(request.PersonId), cancellationToken))
                {
                    return Error.Conflict("This is the organization's last administrator. Make somebody else one first.");
                }

                db.MeetAt(administrator);
            }

            db.RemoveRange(removed.Select(has => has.Called(roles.Single(role => role.Id == has.RoleId).Name)));
            db.AddRange(added.Select(role => new RoleAssignment(request.PersonId, role)));
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }

        public async Task<Result> Handle(AssignBuiltInRole request, CancellationToken cancellationToken)
        {
            var role = await db.Roles.SingleAsync(row => row.BuiltIn && row.Name == request.Role, cancellationToken);
            db.AddRange(request.PersonIds.Select(person => new RoleAssignment(person, role)));
            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
    }
}
