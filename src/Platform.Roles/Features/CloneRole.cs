using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;

namespace Platform.Roles.Features;

/// <param name="Name">What the copy is called.</param>
internal sealed record CloneRoleRequest(string? Name);

internal sealed record CloneRoleCommand(Guid Id, string? Name) : ICommand<Result<RoleAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => Domain.Role.NameTaken;
}

internal static class CloneRole
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, CloneRoleRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new CloneRoleCommand(id, body.Name), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/roles/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<CloneRoleCommand>
    {
        public Validator() => RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
    }

    /// <summary>The copy is a role like any other: made within what the caller may do, with nobody in it.</summary>
    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<CloneRoleCommand, Result<RoleAnswer>>
    {
        public async Task<Result<RoleAnswer>> Handle(CloneRoleCommand request, CancellationToken cancellationToken)
        {
            var role = await db.Roles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            return role is null
                ? Error.NotFound("role")
                : await mediator.Send(new CreateRoleCommand(request.Name, role.Description, role.Permissions.AsShown()), cancellationToken);
        }
    }
}
