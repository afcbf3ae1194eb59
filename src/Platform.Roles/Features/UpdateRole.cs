using FluentValidation;
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

/// <summary>The fields to change; what is left out stays.</summary>
/// <param name="Permissions">All that the role permits from now on; what changes must be within what the caller may do.</param>
internal sealed record UpdateRoleRequest(string? Name, string? Description, IReadOnlyList<string>? Permissions);

internal sealed record UpdateRoleCommand(Guid Id, string? Name, string? Description, IReadOnlyList<string>? Permissions, int? Version)
    : ICommand<Result<RoleAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => Role.NameTaken;
}

internal static class UpdateRole
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, UpdateRoleRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        return version.Error is { } malformed
            ? malformed.ToProblem()
            : GetRole.Answer(await mediator.Send(new UpdateRoleCommand(id, body.Name, body.Description, body.Permissions, version.Value), cancellationToken), http.Response);
    }

    internal sealed class Validator : AbstractValidator<UpdateRoleCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100).When(x => x.Name is not null);
            RuleFor(x => x.Description).MaximumLength(400);
            RuleFor(x => x.Permissions).HoldsAtMost();
        }
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, Events events, IMediator mediator) : IRequestHandler<UpdateRoleCommand, Result<RoleAnswer>>
    {
        public async Task<Result<RoleAnswer>> Handle(UpdateRoleCommand request, CancellationToken cancellationToken)
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

            IReadOnlyList<string> before = role.Permissions, permissions = before;
            if (request.Permissions is { } wanted)
            {
                var read = await mediator.Send(new ReadScopes("permissions", wanted), cancellationToken);
                if (read.Error is { } unknown)
                {
                    return unknown;
                }

                permissions = read.Value;
            }

            if (role.Change(request.Name ?? role.Name, request.Description ?? role.Description, permissions) is { } refused)
            {
                return refused;
            }

            if (caller.CheckChange(before, permissions) is { } beyond)
            {
                return beyond;
            }

            if (await db.IsRoleNameTakenAsync(role.Name, role.Id, cancellationToken))
            {
                return Role.NameTaken;
            }

            if (db.ChangeTracker.HasChanges())
            {
                await db.SaveChangesAsync(cancellationToken);
                await events.PublishAsync<RoleChanged>(new(role.OrganizationId, role.Id, role.Name, "changed"), cancellationToken);
            }

            return await db.ToAnswerAsync(role, cancellationToken);
        }
    }
}

internal static class RoleLimits
{
    /// <summary>
    /// The failure where a role would gain or lose what the caller does not hold: neither may those who have it get more
    /// through the caller than the caller has, nor lose what the caller could not give back. What stays is not asked about.
    /// </summary>
    public static Error? CheckChange(this Caller caller, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (old, wanted) = (ScopeSet.Of(before), ScopeSet.Of(after));
        var changed = wanted.Scopes.Where(scope => !old.Implies(scope)).Concat(old.Scopes.Where(scope => !wanted.Implies(scope)));
        return caller.CheckGrantable("permissions", ScopeSet.Of(changed));
    }
}
