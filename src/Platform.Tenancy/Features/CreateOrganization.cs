using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>An organization to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Slug">Its short name in headers and links: lower case letters, digits and hyphens.</param>
internal sealed record CreateOrganizationRequest(string? Name, string? Slug, CreateOrganizationRequest.FirstAdministrator? Administrator)
{
    /// <param name="Name">The administrator's name.</param>
    /// <param name="Email">The administrator's e-mail address; an existing account keeps its own password.</param>
    /// <param name="Password">Left out: the administrator gets an invitation link instead.</param>
    internal sealed record FirstAdministrator(string? Name, string? Email, string? Password);
}

/// <summary>The new organization and its administrator.</summary>
internal sealed record CreateOrganizationAnswer(
    Guid Id, string Slug, string Name, string Status, DateTime CreatedAt, CreateOrganizationAnswer.FirstAdministrator Administrator, InvitationLink? Invitation)
{
    internal sealed record FirstAdministrator(Guid Id, string Name, string Email);
}

internal static class CreateOrganizationUseCase
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(CreateOrganizationRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var verdict = new Validator().Check(body);
        if (verdict is not null)
        {
            return verdict.ToProblem();
        }

        var administrator = body.Administrator!;
        string? hash = null;
        if (administrator.Password is { } password)
        {
            if (await mediator.Send(new CheckPassword(password), cancellationToken) is { } weak)
            {
                return Error.Invalid("administrator.password", weak).ToProblem();
            }

            hash = await mediator.Send(new HashPassword(password), cancellationToken);
        }

        var command = new CreateOrganization(body.Name!.Trim(), body.Slug!, administrator.Name!.Trim(), administrator.Email!.Trim(), hash);
        var result = await mediator.Send(command, cancellationToken);
        if (result.Error is { } error)
        {
            return error.ToProblem();
        }

        var made = result.Value;
        var stored = await mediator.Send(new GetInstanceOrganizationQuery(made.Id), cancellationToken);
        return TypedResults.Created($"/api/v1/instance/organizations/{made.Id}", new CreateOrganizationAnswer(
            made.Id,
            command.Slug,
            command.Name,
            stored.Value.Status,
            stored.Value.CreatedAt,
            new(made.AdministratorId, command.AdministratorName, command.AdministratorEmail),
            made.InvitationExpiresAt is { } expiresAt ? http.Request.InvitationLink(made.InvitationToken, command.AdministratorEmail, expiresAt) : null));
    }

    internal sealed class Validator : AbstractValidator<CreateOrganizationRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(200);
            RuleFor(x => x.Slug).Must(Organization.IsSlug).WithMessage(Slugs.Form);
            RuleFor(x => x.Administrator).NotNull();
            When(x => x.Administrator is not null, () =>
            {
                RuleFor(x => x.Administrator!.Name).NotEmpty().MaximumLength(200);
                RuleFor(x => x.Administrator!.Email).NotEmpty().EmailAddress().MaximumLength(254);
            });
        }
    }

    internal sealed class Handler(PlatformDbContext db, OrganizationScope scope, Slugs slugs, Events events, IMediator mediator, TimeProvider time)
        : IRequestHandler<CreateOrganization, Result<CreatedOrganization>>
    {
        public async Task<Result<CreatedOrganization>> Handle(CreateOrganization request, CancellationToken cancellationToken)
        {
            var organization = Organization.Create(request.Name, request.Slug, time.UtcNow());
            db.Add(organization);
            await db.SaveChangesAsync(cancellationToken);
            if (await slugs.CheckAsync(organization, time.UtcNow(), cancellationToken) is { } taken)
            {
                return taken;
            }

            using (scope.Within(organization.Id))
            {
                await events.PublishAsync(new OrganizationCreated(organization.Id, organization.Slug, organization.Name), cancellationToken);
                var administrator = await mediator.Send(
                    new CreateAdministrator(request.AdministratorName, request.AdministratorEmail, request.AdministratorPasswordHash), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return administrator.Error is { } error
                    ? error
                    : new CreatedOrganization(
                        organization.Id, administrator.Value.Id, administrator.Value.InvitationToken, administrator.Value.InvitationExpiresAt);
            }
        }
    }
}
