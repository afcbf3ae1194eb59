using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <param name="ReassignTo">The role that those who have this one get instead.</param>
internal sealed record DeleteRoleCommand(Guid Id, Guid? ReassignTo, int? Version) : ICommand<Result>;

internal static class DeleteRole
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, string? reassignTo, HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        Guid? other = null;
        if (reassignTo is { Length: > 0 })
        {
            if (!Guid.TryParse(reassignTo, out var known))
            {
                return Error.Invalid("reassignTo", "reassignTo must be the id of a role.").ToProblem();
            }

            other = known;
        }

        return (await mediator.Send(new DeleteRoleCommand(id, other, version.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, Events events) : IRequestHandler<DeleteRoleCommand, Result>
    {
        public async Task<Result> Handle(DeleteRoleCommand request, CancellationToken cancellationToken)
        {
            var role = await db.Roles.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (role is null)
            {
                return Error.NotFound("role");
            }

            if (role.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            if (role.BuiltIn)
            {
                return Role.IsFixed;
            }

            var members = await db.RoleAssignments.Where(assignment => assignment.RoleId == role.Id).ToListAsync(cancellationToken);
            if (await MoveAsync(role, members, request.ReassignTo, cancellationToken) is { } refused)
            {
                return refused;
            }

            db.RemoveRange(members.Select(member => member.Called(role.Name)));
            db.Remove(role);
            await db.SaveChangesAsync(cancellationToken);
            await events.PublishAsync<RoleChanged>(new(role.OrganizationId, role.Id, role.Name, "deleted"), cancellationToken);
            return Result.Done;
        }

        /// <summary>Gives the members the other role, as far as they don't have it.</summary>
        private async Task<Error?> MoveAsync(Role role, List<RoleAssignment> members, Guid? reassignTo, CancellationToken cancellationToken)
        {
            if (reassignTo is not { } id)
            {
                return members.Count == 0 ? null : Error.Conflict(
                    $"{(members.Count == 1 ? "1 person has" : $"{members.Count} people have")} this role. Name the role that they get instead in reassignTo.");
            }

            var other = await db.Roles.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
            if (other is null || other.Id == role.Id)
            {
                return Error.Invalid("reassignTo", "reassignTo must be the id of another role of this organization.");
            }

            if (members.Count == 0)
            {
                return null;
            }

            if (caller.CheckPermission(RolesPermissions.Assign) is { } denied)
            {
                return denied;
            }

            if (caller.CheckGrantable("reassignTo", ScopeSet.Of(role.Permissions.Concat(other.Permissions))) is { } beyond)
            {
                return beyond;
            }

            var have = (await db.RoleAssignments.Where(assignment => assignment.RoleId == other.Id).Select(assignment => assignment.PersonId)
                .ToListAsync(cancellationToken)).ToHashSet();
            db.AddRange(members.Where(member => !have.Contains(member.PersonId)).Select(member => new RoleAssignment(member.PersonId, other)));
            return null;
        }
    }
}
