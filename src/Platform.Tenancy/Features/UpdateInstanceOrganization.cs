using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>What to change of an organization; what is left out stays.</summary>
/// <param name="Slug">Its short name in headers and links. The one it had leads to it for 30 days more.</param>
internal sealed record UpdateInstanceOrganizationRequest(string? Name, string? Slug);

internal sealed record UpdateInstanceOrganizationCommand(Guid Id, string? Name, string? Slug, int? Version) : ICommand<Result<InstanceOrganization>>, IUniqueCommand
{
    public Error OnDuplicate => Slugs.Taken(Slug!);
}

internal static class UpdateInstanceOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, UpdateInstanceOrganizationRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        return version.Error is { } malformed
            ? malformed.ToProblem()
            : (await mediator.Send(new UpdateInstanceOrganizationCommand(id, body.Name, body.Slug, version.Value), cancellationToken)).ToVersionedAnswer(http.Response);
    }

    internal sealed class Validator : AbstractValidator<UpdateInstanceOrganizationCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(200).When(x => x.Name is not null);
            RuleFor(x => x.Slug).Must(Organization.IsSlug).When(x => x.Slug is not null).WithMessage(Slugs.Form);
        }
    }

    internal sealed class Handler(PlatformDbContext db, Slugs slugs, InstanceOrganizations answers, TimeProvider time)
        : IRequestHandler<UpdateInstanceOrganizationCommand, Result<InstanceOrganization>>
    {
        public async Task<Result<InstanceOrganization>> Handle(UpdateInstanceOrganizationCommand request, CancellationToken cancellationToken)
        {
            if (await db.FindOrganizationAsync(request.Id, cancellationToken) is not { } organization)
            {
                return OperatorActs.NotFound;
            }

            if (organization.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            organization.Rename(request.Name ?? organization.Name);
            if (request.Slug is { } slug && await slugs.ChangeAsync(organization, slug, time.UtcNow(), cancellationToken) is { } refused)
            {
                return refused;
            }

            db.NoteForInstance("organization.changed", organization, ("name", request.Name), ("slug", request.Slug));
            await db.SaveChangesAsync(cancellationToken);
            return await answers.OfAsync(organization, cancellationToken);
        }
    }
}
