using Platform.Kernel.Messaging;

namespace Platform.Contracts.Tenancy;

/// <summary>The open support entry of an operator in an organization; null where there is none now.</summary>
/// <param name="OperatorAccountId">The operator's account.</param>
public sealed record SupportEntryOf(Guid OperatorAccountId, Guid OrganizationId) : IQuery<SupportEntryFound?>;

/// <param name="Reason">In the operator's words, as the organization reads it.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record SupportEntryFound(Guid Id, string Reason, DateTime Until);
