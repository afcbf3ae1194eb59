using System.Linq.Expressions;
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
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>An application to be registered.</summary>
internal sealed record CreateApplicationRequest(string? Name, IReadOnlyList<ApplicationResource>? Resources);

internal sealed record ApplicationAnswer(Guid Id, string Name, IReadOnlyList<ApplicationResource> Resources, DateTime CreatedAt, int Version)
{
    public static ApplicationAnswer Of(Application application) => new(
        application.Id,
        application.Name,
        [.. application.Permissions.Select(Scope.Parse).GroupBy(scope => scope.Resource)
            .Select(group => new ApplicationResource(group.Key, [.. group.Select(scope => scope.Action)], application.DescriptionOf(group.Key)))],
        application.CreatedAt,
        application.Version);
}

internal sealed record CreateApplicationCommand(string? Name, IReadOnlyList<ApplicationResource>? Resources)
    : ICommand<Result<ApplicationAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => ApplicationRules.NameTaken;
}

internal static class CreateApplication
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(CreateApplicationRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new CreateApplicationCommand(body.Name, body.Resources), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/instance/applications/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<CreateApplicationCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
            RuleFor(x => x.Resources).NotNull();
            this.ChecksResources(x => x.Resources);
        }
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<CreateApplicationCommand, Result<ApplicationAnswer>>
    {
        public async Task<Result<ApplicationAnswer>> Handle(CreateApplicationCommand request, CancellationToken cancellationToken)
        {
            if (ApplicationRules.CheckNames(await db.ReadCatalogueAsync(cancellationToken), request.Resources!, own: null) is { } taken)
            {
                return taken;
            }

            var application = Application.Create(request.Name!, request.Resources!, time.UtcNow());
            if (await db.Applications.AnyAsync(row => row.NormalizedName == application.NormalizedName, cancellationToken))
            {
                return ApplicationRules.NameTaken;
            }

            db.Add(application);
            await db.SaveChangesAsync(cancellationToken);
            return ApplicationAnswer.Of(application);
        }
    }
}

/// <summary>What holds for an application's resources, whoever names them.</summary>
internal static class ApplicationRules
{
    private const int MostPermissions = 2000;

    /// <summary>Words of the language itself: the name of everything, the beginning of the long form, and the alias of people.</summary>
    private static readonly string[] Reserved = ["admin", "urn", "users"];

    public static Error NameTaken { get; } = Error.Conflict("An application with this name already exists. Choose a different name.");

    public static void ChecksResources<T>(this AbstractValidator<T> validator, Expression<Func<T, IEnumerable<ApplicationResource>?>> resources)
    {
        validator.RuleForEach(resources).NotNull().ChildRules(resource =>
        {
            resource.RuleFor(x => x.Name).NotEmpty();
            resource.RuleFor(x => x.Description).MaximumLength(200);
            resource.RuleFor(x => x.Actions).NotEmpty().Must(actions => actions is null or { Count: <= 100 }).WithMessage("A resource has at most 100 actions.");
            resource.RuleForEach(x => x.Actions)
                .Must((owner, action) => Scope.TryParse($"{owner.Name}:{action}", out var scope) && !scope.IsWildcard)
                .WithMessage("Resources and actions are 1 to 64 lower case letters, digits and hyphens.");
        });
        validator.RuleFor(resources)
            .Must(all => all is null || all.Where(one => one is not null).GroupBy(one => one.Name).All(group => group.Count() == 1))
            .WithMessage("Name each resource once.")
            .Must(all => all is null || all.Sum(one => one?.Actions?.Count ?? 0) <= MostPermissions)
            .WithMessage($"An application brings at most {MostPermissions} permissions.");
    }

    /// <summary>The failure where a resource is another's already: this product's own, or another application's.</summary>
    public static Error? CheckNames(Catalogue catalogue, IEnumerable<ApplicationResource> resources, Guid? own)
    {
        var others = catalogue.Entries.Where(entry => own is null || entry.ApplicationId != own).Select(entry => entry.Scope.Resource).Concat(Reserved).ToHashSet();
        return resources.FirstOrDefault(resource => others.Contains(resource.Name)) is { } taken
            ? Error.Conflict($"The resource '{taken.Name}' is in the catalogue already. Choose a different name.")
            : null;
    }
}
