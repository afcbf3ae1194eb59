using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Tokens.Domain;

internal enum ServiceAccountStatus
{
    Active,
    Disabled,
}

/// <summary>A caller that is no human: owned by its organization, with permissions of its own, it outlives people.</summary>
internal sealed class ServiceAccount : AuditedEntity, IOrganizationScoped, IVersioned, IGrantSource
{
    private ServiceAccount()
    {
    }

    public Guid OrganizationId { get; private init; }

    public string Name { get; private init; } = "";

    /// <summary>In lower case: no two service accounts of an organization differ in case alone.</summary>
    [NotAudited]
    public string NormalizedName { get; private init; } = "";

    public string? Description { get; private init; }

    public List<string> Permissions { get; private set; } = [];

    public ServiceAccountStatus Status { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "service-account";

    public override string AuditName => Name;

    public static ServiceAccount Create(string name, string? description, IEnumerable<string> permissions, DateTime now) => new()
    {
        Name = name.Trim(),
        NormalizedName = name.Trim().ToLowerInvariant(),
        Description = description,
        Permissions = [.. permissions],
        CreatedAt = now,
    };

    /// <summary>Permissions have left the catalogue.</summary>
    /// <param name="names">Short forms.</param>
    public void Lose(IReadOnlySet<string> names)
    {
        Permissions = [.. Permissions.Where(permission => !permission.IsAmong(names))];
        LogAs("service-account.permissions-removed");
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Subject, Id)];
}
