using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

internal sealed record ResumeOrganizationCommand(Guid Id) : ICommand<Result<InstanceOrganization>>;

/// <summary>Lets a suspended organization work again: whatever has not come to its end meanwhile is as good as before.</summary>
internal static class ResumeOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, HttpResponse response, CancellationToken cancellationToken) =>
        (await mediator.Send(new ResumeOrganizationCommand(id), cancellationToken)).ToVersionedAnswer(response);

    internal sealed class Handler(PlatformDbContext db, Events events, InstanceOrganizations answers, TimeProvider time)
        : IRequestHandler<ResumeOrganizationCommand, Result<InstanceOrganization>>
    {
        public async Task<Result<InstanceOrganization>> Handle(ResumeOrganizationCommand request, CancellationToken cancellationToken)
        {
            if (await db.FindOrganizationAsync(request.Id, cancellationToken) is not { } organization)
            {
                return OperatorActs.NotFound;
            }

            if (organization.Resume(time.UtcNow()) is { } refused)
            {
                return refused;
            }

            db.NoteForInstance("organization.resumed", organization);
            await events.PublishAsync<OrganizationResumed>(new(organization.Id, organization.Name), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return await answers.OfAsync(organization, cancellationToken);
        }
    }
}
