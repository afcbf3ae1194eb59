using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Audit.Data;
using Platform.Contracts.Audit;
using Platform.Kernel.Data;

namespace Platform.Audit.Features;

/// <summary>What other modules may know of the log.</summary>
internal sealed class AuditForModules(PlatformDbContext db, IOptions<JsonOptions> json) :
    IRequestHandler<GetAuditHeads, IReadOnlyDictionary<Guid, long>>, IRequestHandler<GetAuditEntriesAfter, IReadOnlyList<WrittenAuditEntry>>
{
    public async Task<IReadOnlyDictionary<Guid, long>> Handle(GetAuditHeads request, CancellationToken cancellationToken) => await db.AuditHeads
        .Where(head => request.OrganizationIds.Contains(head.Chain))
        .ToDictionaryAsync(head => head.Chain, head => head.Sequence, cancellationToken);

    public async Task<IReadOnlyList<WrittenAuditEntry>> Handle(GetAuditEntriesAfter request, CancellationToken cancellationToken)
    {
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.Sequence > request.Sequence)
            .OrderBy(entry => entry.Sequence)
            .Take(request.Count)
            .ToListAsync(cancellationToken);
        return [.. entries.Select(entry => new WrittenAuditEntry(entry.Sequence, JsonSerializer.Serialize(AuditEntryAnswer.Of(entry), json.Value.SerializerOptions)))];
    }
}
