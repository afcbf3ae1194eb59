using Platform.Kernel.Messaging;

namespace Platform.Contracts.Audit;

/// <summary>How far the chains of organizations have come: the number of the last entry of each that has one.</summary>
public sealed record GetAuditHeads(IReadOnlyList<Guid> OrganizationIds) : IQuery<IReadOnlyDictionary<Guid, long>>;

/// <summary>The next entries of the organization in context, in their order.</summary>
/// <param name="Sequence">The number of the entry that they come after; 0 for the oldest.</param>
/// <param name="Count">How many at most.</param>
public sealed record GetAuditEntriesAfter(long Sequence, int Count) : IQuery<IReadOnlyList<WrittenAuditEntry>>;

/// <summary>An entry as the API has it.</summary>
/// <param name="Json">The <c>AuditEntry</c> of <c>GET /audit</c>.</param>
public sealed record WrittenAuditEntry(long Sequence, string Json);
