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
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>A service account to be made.</summary>
/// <param name="Permissions">What its tokens may do at most; nothing that the caller may not do.</param>
internal sealed record CreateServiceAccountRequest(string? Name, string? Description, IReadOnlyList<string>? Permissions);

internal sealed record CreateServiceAccountCommand(string? Name, string? Description, IReadOnlyList<string>? Permissions)
    : ICommand<Result<ServiceAccountAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => CreateServiceAccount.NameTaken;
}

internal static class CreateServiceAccount
{
    public static readonly Error NameTaken = Error.Conflict("A service account with this name already exists. Choose a different name.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(CreateServiceAccountRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new CreateServiceAccountCommand(body.Name, body.Description, body.Permissions), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/service-accounts/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<CreateServiceAccountCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
            RuleFor(x => x.Description).MaximumLength(1000);
            RuleFor(x => x.Permissions).NotNull().Must(names => names is null or { Count: <= 200 }).WithMessage("A service account holds at most 200 permissions.");
        }
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator, TimeProvider time)
        : IRequestHandler<CreateServiceAccountCommand, Result<ServiceAccountAnswer>>
    {
        public async Task<Result<ServiceAccountAnswer>> Handle(CreateServiceAccountCommand request, CancellationToken cancellationToken)
        {
            var permissions = await mediator.Send(new ReadScopes("permissions", request.Permissions!), cancellationToken);
            if (permissions.Error is { } unknown)
            {
                return unknown;
            }

            if (caller.CheckGrantable("permissions", ScopeSet.Of(permissions.Value)) is { } beyond)
            {
                return beyond;
            }

            var account = ServiceAccount.Create(request.Name!, request.Description, permissions.Value, time.UtcNow());
            if (await db.ServiceAccounts.AnyAsync(row => row.NormalizedName == account.NormalizedName, cancellationToken))
            {
                return request.OnDuplicate;
            }

            db.Add(account);
            await db.SaveChangesAsync(cancellationToken);
            return ServiceAccountAnswer.Of(account, 0);
        }
    }
}
