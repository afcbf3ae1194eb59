using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

internal sealed record RestoreOrganizationCommand(Guid Id) : ICommand<Result<InstanceOrganization>>;

/// <summary>Takes a deletion back within its days of grace. An organization that was suspended before is suspended again.</summary>
internal static class RestoreOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        (await mediator.Send(new RestoreOrganizationCommand(id), cancellationToken)).ToVersionedAnswer(response);

    internal sealed class Handler(PlatformDbContext db, Events events, InstanceOrganizations answers, TimeProvider time)
        : IRequestHandler<RestoreOrganizationCommand, Result<InstanceOrganization>>
    {
        public async Task<Result<InstanceOrganization>> Handle(RestoreOrganizationCommand request, CancellationToken cancellationToken)
        {
            if (await db.FindOrganizationAsync(request.Id, cancellationToken) is not { } organization)
            {
                return OperatorActs.NotFound;
            }

            if (organization.Restore(time.UtcNow()) is { } refused)
            {
                return refused;
            }

            db.NoteForInstance("organization.restored", organization);
            if (organization.Status == OrganizationStatus.Active)
            {
                await events.PublishAsync<OrganizationResumed>(new(organization.Id, organization.Name), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return await answers.OfAsync(organization, cancellationToken);
        }
    }
}
