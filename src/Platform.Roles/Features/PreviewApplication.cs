using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>A change of an application, to be looked at first.</summary>
/// <param name="Resources">All that it would bring.</param>
/// <param name="Delete">True where the whole application would go.</param>
internal sealed record PreviewApplicationRequest(IReadOnlyList<ApplicationResource>? Resources, bool Delete);

/// <summary>What the change would do. An operator is told how many, and of which organizations; never a secret.</summary>
/// <param name="Removes">Permissions that would leave the catalogue.</param>
/// <param name="Adds">Permissions that would join it.</param>
/// <param name="Organizations">Who holds what would be dropped, those with the most tokens first; at most 100.</param>
/// <param name="ApplicationTokens">The application's own live tokens, which would end with it.</param>
internal sealed record ApplicationPreviewAnswer(
    IReadOnlyList<string> Removes,
    IReadOnlyList<string> Adds,
    IReadOnlyList<ApplicationPreviewAnswer.Holder> Organizations,
    int OrganizationsTotal,
    int RolesTotal,
    int ServiceAccountsTotal,
    int TokensTotal,
    int ApplicationTokens)
{
    /// <param name="Roles">Roles of the organization that name a permission which would go.</param>
    /// <param name="RoleNames">At most 10 of them.</param>
    /// <param name="ServiceAccounts">Service accounts that do.</param>
    /// <param name="Tokens">Live tokens that do.</param>
    internal sealed record Holder(Guid Id, string Slug, string Name, int Roles, IReadOnlyList<string> RoleNames, int ServiceAccounts, int Tokens);
}

internal sealed record PreviewApplicationQuery(Guid Id, IReadOnlyList<ApplicationResource>? Resources, bool Delete) : IQuery<Result<ApplicationPreviewAnswer>>;

internal static class PreviewApplication
{
    private const int MostListed = 100;
    private const int MostNames = 10;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, PreviewApplicationRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new PreviewApplicationQuery(id, body.Resources, body.Delete), cancellationToken)).ToAnswer();

    internal sealed class Validator : AbstractValidator<PreviewApplicationQuery>
    {
        public Validator()
        {
            RuleFor(x => x.Resources)
                .Must((wanted, resources) => resources is null == wanted.Delete)
                .WithMessage("Give either resources, or delete to see what deleting the application would do.");
            this.ChecksResources(x => x.Resources);
        }
    }

    internal sealed class Handler(PlatformDbContext db, CatalogueChange change, IMediator mediator) : IRequestHandler<PreviewApplicationQuery, Result<ApplicationPreviewAnswer>>
    {
        public async Task<Result<ApplicationPreviewAnswer>> Handle(PreviewApplicationQuery request, CancellationToken cancellationToken)
        {
            var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (application is null)
            {
                return GetApplicationUseCase.NotFound;
            }

            var before = await db.ReadCatalogueAsync(cancellationToken);
            if (ApplicationRules.CheckNames(before, request.Resources ?? [], application.Id) is { } taken)
            {
                return taken;
            }

            var old = application.Permissions.ToList();
            application.Bring(request.Resources ?? []);
            var after = new Catalogue(before.Entries.Where(entry => entry.ApplicationId != application.Id).Concat(Catalogue.Of(application)));
            var holders = await FindAsync(before.LostIn(after), cancellationToken);
            return new ApplicationPreviewAnswer(
                [.. old.Except(application.Permissions)],
                [.. application.Permissions.Except(old)],
                [.. holders.Take(MostListed)],
                holders.Count,
                holders.Sum(holder => holder.Roles),
                holders.Sum(holder => holder.ServiceAccounts),
                holders.Sum(holder => holder.Tokens),
                request.Delete ? await mediator.Send(new CountTokensOfApplication(application.Id), cancellationToken) : 0);
        }

        private async Task<IReadOnlyList<ApplicationPreviewAnswer.Holder>> FindAsync(IReadOnlyList<string> lost, CancellationToken cancellationToken)
        {
            if (lost.Count == 0)
            {
                return [];
            }

            var roles = (await change.FindRolesAsync(lost, cancellationToken)).ToLookup(role => role.OrganizationId, role => role.Name);
            var others = (await mediator.Send(new FindPermissionHolders(lost), cancellationToken)).ToDictionary(holder => holder.OrganizationId);
            var organizations = await mediator.Send(new GetOrganizations([.. roles.Select(group => group.Key).Union(others.Keys)]), cancellationToken);
            return
            [
                .. organizations.Select(organization => new ApplicationPreviewAnswer.Holder(
                        organization.Id,
                        organization.Slug,
                        organization.Name,
                        roles[organization.Id].Count(),
                        [.. roles[organization.Id].Order(StringComparer.OrdinalIgnoreCase).Take(MostNames)],
                        others.GetValueOrDefault(organization.Id)?.ServiceAccounts ?? 0,
                        others.GetValueOrDefault(organization.Id)?.Tokens ?? 0))
                    .OrderByDescending(holder => holder.Tokens)
                    .ThenBy(holder => holder.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }
}
