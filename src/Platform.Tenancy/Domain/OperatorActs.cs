using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Domain;

/// <summary>What operators do to an organization: its own log has it, and the instance's, which is there when the organization is not any more.</summary>
internal static class OperatorActs
{
    public static readonly Error NotFound = new(ErrorCodes.NotFound, "There is no such organization.");

    extension(PlatformDbContext db)
    {
        /// <summary>The organization, to be changed; null where there is none.</summary>
        public Task<Organization?> FindOrganizationAsync(Guid id, CancellationToken cancellationToken) =>
            db.Organizations.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

        /// <param name="details">Property → what it came to.</param>
        public void NoteForInstance(string action, Organization organization, params (string Property, string? Value)[] details)
        {
            var changes = new JsonObject();
            foreach (var (property, value) in details.Where(detail => detail.Value is not null))
            {
                changes[property] = new JsonObject { ["before"] = null, ["after"] = value };
            }

            db.Changes!.Note(new AuditFact(OrganizationScope.Instance, action, organization.AuditKind, organization.Id, organization.Name, changes));
        }
    }
}
