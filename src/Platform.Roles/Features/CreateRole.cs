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

/// <summary>A role to be made.</summary>
/// <param name="Permissions">What it permits, within what the caller may do.</param>
internal sealed record CreateRoleRequest(string? Name, string? Description, IReadOnlyList<string>? Permissions);

internal sealed record CreateRoleCommand(string? Name, string? Description, IReadOnlyList<string>? Permissions) : ICommand<Result<RoleAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict("A role with this name already exists. Choose a different name.");
}

internal static class CreateRole
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(CreateRoleRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new CreateRoleCommand(body.Name, body.Description, body.Permissions), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/roles/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<CreateRoleCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
            RuleFor(x => x.Description).MaximumLength(400);
            RuleFor(x => x.Permissions).NotNull().Must(names => names is null or { Count: <= 200 }).WithMessage("A role holds at most 200 permissions.");
        }
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator) : IRequestHandler<CreateRoleCommand, Result<RoleAnswer>>
    {
        public async Task<Result<RoleAnswer>> Handle(CreateRoleCommand request, CancellationToken cancellationToken)
        {
            var read = await mediator.Send(new ReadScopes("permissions", request.Permissions!), cancellationToken);
            if (read.Error is { } unknown)
            {
                return unknown;
            }

            if (caller.CheckGrantable("permissions", ScopeSet.Of(read.Value)) is { } refused)
            {
                return refused;
            }

            var name = Role.Normalize(request.Name!);
            if (await db.Roles.AnyAsync(role => role.NormalizedName == name, cancellationToken))
            {
                return new CreateRoleCommand(null, null, null).OnDuplicate;
            }

            var role = Role.Create(request.Name!, request.Description ?? "", read.Value);
            db.Add(role);
            await db.SaveChangesAsync(cancellationToken);
            return new RoleAnswer(role.Id, role.Name, role.Description, role.BuiltIn, role.Permissions, 0, role.Version);
        }
    }
}
