using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
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
    public Error OnDuplicate => Role.NameTaken;
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
            RuleFor(x => x.Permissions).NotNull().HoldsAtMost();
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

            if (await db.IsRoleNameTakenAsync(request.Name!, but: null, cancellationToken))
            {
                return Role.NameTaken;
            }

            var role = Role.Create(request.Name!, request.Description ?? "", read.Value);
            db.Add(role);
            await db.SaveChangesAsync(cancellationToken);
            return await db.ToAnswerAsync(role, cancellationToken);
        }
    }
}

internal static class RoleRules
{
    private const int MostPermissions = 5000;

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> HoldsAtMost<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.Must(names => names is null or { Count: <= MostPermissions }).WithMessage($"A role holds at most {MostPermissions} permissions.");
}
