using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

/// <summary>An operator leaves an organization, or has another one leave it.</summary>
internal sealed record EndInstanceSupportEntryCommand(Guid OrganizationId, Guid EntryId) : ICommand<Result>;

internal static class EndInstanceSupportEntry
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, Guid entryId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new EndInstanceSupportEntryCommand(id, entryId), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, SupportEnds ends) : IRequestHandler<EndInstanceSupportEntryCommand, Result>
    {
        public async Task<Result> Handle(EndInstanceSupportEntryCommand request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.OrganizationId, cancellationToken);
            var ending = organization is null ? SupportEnding.Unknown : await ends.EndAsync(organization.Id, request.EntryId, cancellationToken);
            if (ending == SupportEnding.Unknown)
            {
                return new Error(ErrorCodes.NotFound, "There is no such support entry.");
            }

            if (ending == SupportEnding.Ended)
            {
                db.Changes!.Note(new AuditFact(OrganizationScope.Instance, "support.ended", "organization", organization!.Id, organization.Name, []));
            }

            return Result.Done;
        }
    }
}
