using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Outbox;

namespace Platform.Kernel.Data;

/// <summary>
/// What one command has changed, gathered from the rows themselves, so that no use case can forget to tell the audit log or
/// the caches.
/// </summary>
public sealed class ChangeSet
{
    private readonly List<AuditFact> _facts = [];
    private readonly HashSet<Drop> _drops = [];

    /// <summary>For the audit log, in the order in which it happened.</summary>
    public IReadOnlyList<AuditFact> Facts => _facts;

    /// <summary>For every node's cache of grants.</summary>
    public IReadOnlyCollection<Drop> Drops => _drops;

    /// <summary>True where a message was put into the outbox.</summary>
    public bool HasMessages { get; private set; }

    /// <summary>Adds what no row's columns say, such as who found a leaked secret and where.</summary>
    public void Note(AuditFact fact) => _facts.Add(fact);

    /// <summary>A time as changes have it.</summary>
    public static string Text(DateTime at) => at.ToMilliseconds().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);

    internal void Note(EntityEntry entry)
    {
        if (entry is { State: EntityState.Added, Entity: IBatched { BatchId: not null } })
        {
            // Nobody sees it before its batch lands, and the entry of that stands for all of its rows.
            return;
        }

        HasMessages |= entry is { State: EntityState.Added, Entity: OutboxMessage };
        NoteDrops(entry);
        if (entry.Entity is AuditedEntity audited)
        {
            NoteFact(entry, audited);
        }
    }

    private void NoteDrops(EntityEntry entry)
    {
        switch (entry.Entity)
        {
            case INoGrantEffect:
                break;
            case IGrantSource source:
                _drops.UnionWith(source.DropsOn(entry.State));
                break;
            case IOrganizationScoped row:
                _drops.Add(new Drop(DropKind.Organization, row.OrganizationId));
                break;
            default:
                _drops.Add(new Drop(DropKind.All, default));
                break;
        }
    }

    private void NoteFact(EntityEntry entry, AuditedEntity audited)
    {
        var changes = new JsonObject();
        foreach (var property in entry.Properties.Where(property => IsAudited(property)))
        {
            var before = entry.State == EntityState.Added ? null : property.OriginalValue;
            var after = entry.State == EntityState.Deleted ? null : property.CurrentValue;
            if (entry.State == EntityState.Modified ? property.IsModified && !Same(before, after) : (before ?? after) is not null)
            {
                changes[Camel(property.Metadata.Name)] = new JsonObject { ["before"] = Json(before), ["after"] = Json(after) };
            }
        }

        if (entry.State == EntityState.Modified && changes.Count == 0 && audited.AuditAction is null)
        {
            return;
        }

        var action = audited.AuditAction ?? $"{audited.AuditKind}.{Verb(entry.State)}";
        _facts.Add(new AuditFact(audited.AuditChain, action, audited.AuditKind, audited.Id, audited.AuditName, changes));
    }

    private static bool IsAudited(PropertyEntry property) =>
        property.Metadata.PropertyInfo is { } info
        && !info.IsDefined(typeof(NotAuditedAttribute))
        && !property.Metadata.IsPrimaryKey()
        && info.Name is not (nameof(IOrganizationScoped.OrganizationId) or nameof(IVersioned.Version));

    private static bool Same(object? before, object? after) =>
        before is IEnumerable<string> a && after is IEnumerable<string> b ? a.SequenceEqual(b)
        : before is IEnumerable<int> few && after is IEnumerable<int> others ? few.SequenceEqual(others)
        : Equals(before, after);

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        IEnumerable<string> list => new JsonArray([.. list.Select(item => (JsonNode?)item)]),
        IEnumerable<int> numbers => new JsonArray([.. numbers.Select(item => (JsonNode?)item)]),
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        DateTime at => Text(at),
        Enum word => word.ToString().ToLowerInvariant(),
        _ => value.ToString(),
    };

    private static string Verb(EntityState state) => state switch
    {
        EntityState.Added => "created",
        EntityState.Deleted => "deleted",
        _ => "changed",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
