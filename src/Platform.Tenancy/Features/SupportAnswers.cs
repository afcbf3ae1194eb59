using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>That an operator has entered an organization as support.</summary>
/// <param name="Operator">Who.</param>
/// <param name="Reason">In the operator's words.</param>
/// <param name="Until">When it ends by itself; exact on the request path.</param>
/// <param name="EndedAt">When it has ended; null while it is open.</param>
/// <param name="EndedBy">Who has ended it; null while it is open.</param>
/// <param name="Status"><c>open</c> or <c>ended</c>.</param>
internal sealed record SupportEntryAnswer(
    Guid Id, SupportEntryAnswer.EnteredBy Operator, string Reason, DateTime CreatedAt, DateTime Until, DateTime? EndedAt, SupportEntryAnswer.Ending? EndedBy, string Status)
{
    /// <param name="Id">The operator's account.</param>
    internal sealed record EnteredBy(Guid Id, string Email);

    /// <param name="Kind"><c>operator</c>, <c>person</c>, <c>serviceAccount</c>, or <c>time</c> where it ended by itself.</param>
    /// <param name="Name">Null where it ended by itself; operators are told no name of the organization's own.</param>
    internal sealed record Ending(string Kind, string? Name);

    public static SupportEntryAnswer Of(SupportEntry entry, DateTime now)
    {
        var open = entry.IsOpenAt(now);
        return new(
            entry.Id,
            new(entry.OperatorAccountId, entry.OperatorEmail),
            entry.Reason,
            entry.CreatedAt,
            entry.Until,
            open ? null : entry.EndedAt ?? entry.Until,
            open ? null : new(entry.EndedByKind ?? SupportEntry.Time, entry.EndedByName),
            open ? "open" : "ended");
    }

    /// <summary>As operators see it, who see no people of an organization.</summary>
    public SupportEntryAnswer ForOperators() =>
        EndedBy is { Kind: not "operator" } by ? this with { EndedBy = by with { Name = null } } : this;
}
