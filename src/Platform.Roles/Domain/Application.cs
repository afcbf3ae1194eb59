using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Platform.Roles.Domain;

/// <summary>A downstream product, registered by an operator: it brings resources and actions into the permission catalogue.</summary>
internal sealed class Application : AuditedEntity, IInstanceWide, IVersioned, IGrantSource
{
    private Application()
    {
    }

    public string Name { get; private init; } = "";

    /// <summary>In lower case: no two applications differ in case alone.</summary>
    [NotAudited]
    public string NormalizedName { get; private init; } = "";

    /// <summary>What it brings, as <c>resource:action</c>.</summary>
    public List<string> Permissions { get; private init; } = [];

    public DateTime CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "application";

    public override string AuditName => Name;

    public static Application Create(string name, IEnumerable<string> permissions, DateTime now) => new()
    {
        Name = name.Trim(),
        NormalizedName = name.Trim().ToLowerInvariant(),
        Permissions = [.. permissions],
        CreatedAt = now,
    };

    public IEnumerable<Drop> DropsOn(EntityState change) => change == EntityState.Added ? [] : [new Drop(DropKind.Subject, Id)];
}
