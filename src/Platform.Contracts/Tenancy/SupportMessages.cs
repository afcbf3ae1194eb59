using Platform.Contracts.Notifications;
using Platform.Kernel.Messaging;

namespace Platform.Contracts.Tenancy;

/// <summary>The open support entry of an operator in an organization; null where there is none now.</summary>
/// <param name="OperatorAccountId">The operator's account.</param>
public sealed record SupportEntryOf(Guid OperatorAccountId, Guid OrganizationId) : IQuery<SupportEntryFound?>;

/// <param name="Reason">In the operator's words, as the organization reads it.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record SupportEntryFound(Guid Id, string Reason, DateTime Until);

/// <summary>What an operator may do in an organization that has been entered as support: read, and take the audit log along.</summary>
public static class SupportRights
{
    /// <summary>As roles hold permissions.</summary>
    public static IReadOnlyList<string> All { get; } = ["*:read", "audit:export"];
}

/// <summary>An operator has entered an organization as support: may read what is in it, for a while.</summary>
/// <param name="OperatorEmail">Who.</param>
/// <param name="Reason">In the operator's words.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record SupportEntered(Guid OrganizationId, Guid EntryId, string OperatorEmail, string Reason, DateTime Until) : IOutboxEvent
{
    public static string Name => EventNames.SupportEntered;
}

/// <summary>A support entry has ended: the operator may read nothing of the organization any more.</summary>
/// <param name="EndedBy">Who ended it; null where its time was over.</param>
public sealed record SupportEnded(Guid OrganizationId, Guid EntryId, string OperatorEmail, string? EndedBy) : IOutboxEvent
{
    public static string Name => EventNames.SupportEnded;
}
