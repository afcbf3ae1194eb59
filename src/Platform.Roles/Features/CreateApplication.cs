using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Roles.Data;
using Platform.Roles.Domain;

namespace Platform.Roles.Features;

/// <summary>A resource that an application brings, with what can be done to it.</summary>
internal sealed record ApplicationResource(string Name, IReadOnlyList<string> Actions);

/// <summary>An application to be registered.</summary>
internal sealed record CreateApplicationRequest(string? Name, IReadOnlyList<ApplicationResource>? Resources);

internal sealed record ApplicationAnswer(Guid Id, string Name, IReadOnlyList<ApplicationResource> Resources, DateTime CreatedAt, int Version)
{
    public static ApplicationAnswer Of(Application application) => new(
        application.Id,
        application.Name,
        [.. application.Permissions.Select(Scope.Parse).GroupBy(scope => scope.Resource)
            .Select(group => new ApplicationResource(group.Key, [.. group.Select(scope => scope.Action)]))],
        application.CreatedAt,
        application.Version);
}

internal sealed record CreateApplicationCommand(string? Name, IReadOnlyList<ApplicationResource>? Resources)
    : ICommand<Result<ApplicationAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => Error.Conflict("An application with this name already exists. Choose a different name.");
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
            RuleFor(x => x.Resources).NotEmpty();
            RuleForEach(x => x.Resources).NotNull().ChildRules(resource =>
            {
                resource.RuleFor(x => x.Name).NotEmpty();
                resource.RuleFor(x => x.Actions).NotEmpty();
                resource.RuleForEach(x => x.Actions)
                    .Must((owner, action) => Scope.TryParse($"{owner.Name}:{action}", out var scope) && !scope.IsWildcard)
                    .WithMessage("Resources and actions are 1 to 64 lower case letters, digits and hyphens.");
            });
        }
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<CreateApplicationCommand, Result<ApplicationAnswer>>
    {
        public async Task<Result<ApplicationAnswer>> Handle(CreateApplicationCommand request, CancellationToken cancellationToken)
        {
            var catalogue = await db.ReadCatalogueAsync(cancellationToken);
            var taken = request.Resources!.FirstOrDefault(resource => catalogue.Entries.Any(entry => entry.Scope.Resource == resource.Name));
            if (taken is not null)
            {
                return Error.Conflict($"The resource '{taken.Name}' is in the catalogue already. Choose a different name.");
            }

            var permissions = request.Resources!.SelectMany(resource => resource.Actions, (resource, action) => $"{resource.Name}:{action}").Distinct();
            var application = Application.Create(request.Name!, permissions, time.UtcNow());
            db.Add(application);
            await db.SaveChangesAsync(cancellationToken);
            return ApplicationAnswer.Of(application);
        }
    }
}
