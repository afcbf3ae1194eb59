using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;

namespace Platform.Kernel.Data;

/// <summary>Has an identity made by the program (version 7, so that it sorts by age) and changes only through its verbs.</summary>
public abstract class Entity
{
    public Guid Id { get; protected init; } = Guid.CreateVersion7();
}

/// <summary>
/// A row of one organization. The id is stamped on insert; a named query filter hides it from every other organization and
/// from whoever has none in context.
/// </summary>
public interface IOrganizationScoped
{
    /// <summary>The organization; <see cref="OrganizationScope.Instance"/> for what belongs to the instance itself.</summary>
    Guid OrganizationId { get; }
}

/// <summary>A row of the instance, which no organization owns. Every entity is either this or organization-scoped.</summary>
public interface IInstanceWide;

/// <summary>A row that its clients may change under an <c>If-Match</c>; raised by one with each change.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>
/// A row whose every change is written to the audit log, from what it says of itself. An entity that is not audited is on
/// an allow-list with its reason.
/// </summary>
public abstract class AuditedEntity : Entity
{
    private string? _action;

    /// <summary>The word for it in the log: <c>token</c>, <c>person</c>, ….</summary>
    public abstract string AuditKind { get; }

    /// <summary>What people call this one.</summary>
    public abstract string AuditName { get; }

    /// <summary>Whose chain its changes go to: its organization's, or the instance's own.</summary>
    public virtual Guid AuditChain => this is IOrganizationScoped row ? row.OrganizationId : OrganizationScope.Instance;

    /// <summary>The business word of the change where a verb gave one; else it is derived from the row's state.</summary>
    public string? AuditAction => _action;

    /// <summary>Says what the change is called in the log, such as <c>token.revoked</c>.</summary>
    protected void LogAs(string action) => _action = action;
}

/// <summary>A property that never reaches the audit log: a hash, a key, or mere bookkeeping.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAuditedAttribute : Attribute;

/// <summary>
/// A row on which cached grants rest. It says what must be dropped from every node's cache when it changes. A changed row
/// that is neither this nor <see cref="INoGrantEffect"/> drops all grants of its organization.
/// </summary>
public interface IGrantSource
{
    IEnumerable<Drop> DropsOn(EntityState change);
}

/// <summary>
/// A row of the instance that is about one organization: it is exported and deleted together with that one. The rows of an
/// <see cref="IOrganizationScoped"/> are so without saying it.
/// </summary>
/// <param name="property">The property that has the organization's id.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OfOrganizationAttribute(string property) : Attribute
{
    public string Property => property;
}

/// <summary>Rows, or a property, that no export of an organization has. Bytes never are in one: they are hashes and keys.</summary>
/// <param name="reason">Why not, in a sentence without a full stop.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class NotExportedAttribute(string reason) : Attribute
{
    public string Reason => reason;
}

/// <summary>A row on which no grant rests.</summary>
public interface INoGrantEffect;
