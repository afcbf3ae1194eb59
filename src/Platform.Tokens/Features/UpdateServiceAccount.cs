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

/// <summary>The fields to change; what is left out stays. What it takes away is gone from the next request on.</summary>
/// <param name="Permissions">What its tokens may do at most. What is added must be the caller's own.</param>
/// <param name="Status">
/// <c>disabled</c> stops its tokens before this answers; <c>active</c> lets those that nobody has revoked work again, which
/// takes a caller who may do all that it may.
/// </param>
internal sealed record UpdateServiceAccountRequest(string? Name, Optional<string?> Description, IReadOnlyList<string>? Permissions, string? Status);

internal sealed record UpdateServiceAccountCommand(Guid Id, UpdateServiceAccountRequest Changes, int? Version) : ICommand<Result<ServiceAccountAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => CreateServiceAccount.NameTaken;
}

internal static class UpdateServiceAccount
{
    private const string Active = "active";
    private const string Disabled = "disabled";

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, UpdateServiceAccountRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var result = await mediator.Send(new UpdateServiceAccountCommand(id, body, version.Value), cancellationToken);
        if (result.Error is null)
        {
            http.Response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Validator : AbstractValidator<UpdateServiceAccountCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Changes.Name).NotEmpty().MaximumLength(100).OverridePropertyName("name").When(x => x.Changes.Name is not null);
            RuleFor(x => x.Changes.Description.Value).MaximumLength(1000).OverridePropertyName("description");
            RuleFor(x => x.Changes.Permissions).Must(names => names is null or { Count: <= TokenRules.MostScopes })
                .OverridePropertyName("permissions").WithMessage("A service account holds at most 200 permissions.");
            RuleFor(x => x.Changes.Status).Must(status => status is null or Active or Disabled)
                .OverridePropertyName("status").WithMessage("status must be active or disabled.");
        }
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator, TimeProvider time)
        : IRequestHandler<UpdateServiceAccountCommand, Result<ServiceAccountAnswer>>
    {
        public async Task<Result<ServiceAccountAnswer>> Handle(UpdateServiceAccountCommand request, CancellationToken cancellationToken)
        {
            var account = await db.LivingServiceAccounts.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (account is null)
            {
                return Error.NotFound("service account");
            }

            if (account.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            var changes = request.Changes;
            var permissions = await mediator.Send(new ReadScopes("permissions", changes.Permissions ?? account.Permissions), cancellationToken);
            if (permissions.Error is { } unknown)
            {
                return unknown;
            }

            var enables = changes.Status == Active && account.Status == ServiceAccountStatus.Disabled;
            if (caller.CheckGrantable("permissions", Given(account, permissions.Value, enables)) is { } beyond)
            {
                return beyond;
            }

            var name = changes.Name ?? account.Name;
            var normalized = ServiceAccount.Normalize(name);
            if (await db.ServiceAccounts.AnyAsync(row => row.NormalizedName == normalized && row.Id != account.Id, cancellationToken))
            {
                return request.OnDuplicate;
            }

            account.Change(name, changes.Description.Or(account.Description), permissions.Value);
            if (enables)
            {
                account.Enable();
            }
            else if (changes.Status == Disabled && account.Status == ServiceAccountStatus.Active)
            {
                account.Disable();
            }

            await db.SaveChangesAsync(cancellationToken);
            return (await db.ToAnswersAsync([account], time.UtcNow(), cancellationToken))[0];
        }

        /// <summary>What the change gives to whoever holds the account's tokens: all of it, where they work again; else what is added.</summary>
        private static ScopeSet Given(ServiceAccount account, IReadOnlyList<string> permissions, bool enables)
        {
            var wanted = ScopeSet.Of(permissions);
            var has = ScopeSet.Of(account.Permissions);
            return enables ? wanted : ScopeSet.Of(wanted.Scopes.Where(scope => !has.Implies(scope)));
        }
    }
}
