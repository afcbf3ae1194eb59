using System.Text.Json.Nodes;
using Platform.Kernel.Data;

namespace Platform.Kernel.Auditing;

/// <summary>One thing that happened to one row, before it has a place in the chain.</summary>
/// <param name="OrganizationId">Whose chain it goes to; <see cref="OrganizationScope.Instance"/> for the instance's own.</param>
/// <param name="Action">The business word, such as <c>token.revoked</c>.</param>
/// <param name="Changes">Property → before and after; never a secret or a hash.</param>
public sealed record AuditFact(Guid OrganizationId, string Action, string TargetKind, Guid TargetId, string TargetName, JsonObject Changes);

/// <summary>Writes facts into the hash-chained log, inside the transaction of the change. The Audit module is it.</summary>
public interface IAuditLog
{
    /// <summary>Appends the facts to their organizations' chains, locking the chain heads in the order of their ids.</summary>
    Task AppendAsync(PlatformDbContext db, IReadOnlyList<AuditFact> facts, Caller caller, CancellationToken cancellationToken);
}
