using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>The fields to change; what is left out stays.</summary>
/// <param name="Resources">All that it brings from now on. What is missing is dropped from every role, token and service account.</param>
internal sealed record UpdateApplicationRequest(string? Name, IReadOnlyList<ApplicationResource>? Resources);

internal sealed record UpdateApplicationCommand(Guid Id, string? Name, IReadOnlyList<ApplicationResource>? Resources, int? Version)
    : ICommand<Result<ApplicationAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => ApplicationRules.NameTaken;
}

internal static class UpdateApplication
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, UpdateApplicationRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        return version.Error is { } malformed
            ? malformed.ToProblem()
            : GetApplicationUseCase.Answer(
                await mediator.Send(new UpdateApplicationCommand(id, body.Name, body.Resources, version.Value), cancellationToken), http.Response);
    }

    internal sealed class Validator : AbstractValidator<UpdateApplicationCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100).When(x => x.Name is not null);
            this.ChecksResources(x => x.Resources);
        }
    }

    internal sealed class Handler(PlatformDbContext db, CatalogueChange change) : IRequestHandler<UpdateApplicationCommand, Result<ApplicationAnswer>>
    {
        public async Task<Result<ApplicationAnswer>> Handle(UpdateApplicationCommand request, CancellationToken cancellationToken)
        {
            var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (application is null)
            {
                return GetApplicationUseCase.NotFound;
            }

            if (application.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            var before = await db.ReadCatalogueAsync(cancellationToken);
            if (request.Resources is { } resources)
            {
                if (ApplicationRules.CheckNames(before, resources, application.Id) is { } taken)
                {
                    return taken;
                }

                application.Bring(resources);
            }

            application.Rename(request.Name ?? application.Name);
            if (await db.Applications.AnyAsync(row => row.NormalizedName == application.NormalizedName && row.Id != application.Id, cancellationToken))
            {
                return ApplicationRules.NameTaken;
            }

            await db.SaveChangesAsync(cancellationToken);
            await change.DropAsync(before.LostIn(await db.ReadCatalogueAsync(cancellationToken)), cancellationToken);
            return ApplicationAnswer.Of(application);
        }
    }
}

/// <summary>
/// What follows for every organization when permissions leave the catalogue: roles lose them here, tokens and service
/// accounts where they are, all in the transaction of the change, with entries in each organization's own log.
/// </summary>
internal sealed class CatalogueChange(PlatformDbContext db, OrganizationScope scope, Events events)
{
    /// <param name="names">What the catalogue knows no more, in short form.</param>
    public async Task DropAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return;
        }

        var lost = names.ToHashSet();
        foreach (var holders in (await FindRolesAsync(names, cancellationToken)).GroupBy(role => role.OrganizationId).OrderBy(group => group.Key))
        {
            using (scope.Within(holders.Key))
            {
                var ids = holders.Select(role => role.Id).ToList();
                foreach (var role in await db.Roles.Where(role => ids.Contains(role.Id)).ToListAsync(cancellationToken))
                {
                    role.Lose(lost);
                    await events.PublishAsync<Contracts.Roles.RoleChanged>(new(role.OrganizationId, role.Id, role.Name, "changed"), cancellationToken);
                }

                await db.SaveChangesAsync(cancellationToken);
            }
        }

        await events.PublishAsync((IEvent)new Contracts.Roles.PermissionsRemoved(names), cancellationToken);
    }

    /// <summary>The roles that hold one of these by its name; <c>admin</c> and wildcards that still mean something are not among them.</summary>
    public async Task<IReadOnlyList<Role>> FindRolesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var lost = names.ToHashSet();
        var candidates = await db.RolesOfEveryOrganization.AsNoTracking()
            .Where(role => role.Permissions.Any(permission => names.Contains(permission) || permission.StartsWith("urn:")))
            .ToListAsync(cancellationToken);
        return candidates.FindAll(role => role.Permissions.Exists(permission => Kernel.Authorization.ScopeNames.IsAmong(permission, lost)));
    }
}
