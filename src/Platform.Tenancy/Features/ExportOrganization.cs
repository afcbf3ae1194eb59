using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Organizations;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>Notes that the organization in context is exported, before anything is sent.</summary>
internal sealed record ExportOrganizationCommand : ICommand<Result<ExportedOrganization>>;

internal sealed record ExportedOrganization(Guid Id, string Slug, string Name, DateTime At);

/// <summary>Everything of the organization as a ZIP of NDJSON, written as it is read; no secrets and no hashes are in it.</summary>
internal static class ExportOrganization
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, OrganizationExport export, CancellationToken cancellationToken)
    {
        var begun = await mediator.Send(new ExportOrganizationCommand(), cancellationToken);
        if (begun.Error is { } error)
        {
            return error.ToProblem();
        }

        var (id, slug, name, at) = begun.Value;
        return TypedResults.Stream(
            stream => export.WriteAsync(stream, id, slug, name, at, cancellationToken), "application/zip", $"{slug}-{at:yyyy-MM-dd}.zip");
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<ExportOrganizationCommand, Result<ExportedOrganization>>
    {
        public async Task<Result<ExportedOrganization>> Handle(ExportOrganizationCommand request, CancellationToken cancellationToken)
        {
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == db.OrganizationId, cancellationToken);
            if (organization is null)
            {
                return OperatorActs.NotFound;
            }

            db.Changes!.Note(new AuditFact(organization.Id, "organization.exported", organization.AuditKind, organization.Id, organization.Name, []));
            return new ExportedOrganization(organization.Id, organization.Slug, organization.Name, time.UtcNow());
        }
    }
}
