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

    public string Name { get; private set; } = "";

    /// <summary>In lower case: no two service accounts of an organization differ in case alone.</summary>
    [NotAudited]
    public string NormalizedName { get; private set; } = "";

    public string? Description { get; private set; }

    public List<string> Permissions { get; private set; } = [];

    public ServiceAccountStatus Status { get; private set; }

    /// <summary>When it was deleted; the row stays, since its tokens stay visible and say whose they were.</summary>
    public DateTime? DeletedAt { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "service-account";

    public override string AuditName => Name;

    public static ServiceAccount Create(string name, string? description, IEnumerable<string> permissions, DateTime now) => new()
    {
        Name = name.Trim(),
        NormalizedName = Normalize(name),
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

    public static string Normalize(string name) => name.Trim().ToLowerInvariant();

    public void Change(string name, string? description, IEnumerable<string> permissions) =>
        (Name, NormalizedName, Description, Permissions) = (name.Trim(), Normalize(name), description, [.. permissions]);

    /// <summary>Its tokens stop, until it is enabled again.</summary>
    public void Disable()
    {
        Status = ServiceAccountStatus.Disabled;
        LogAs("service-account.disabled");
    }

    /// <summary>Those of its tokens that nobody has revoked work again.</summary>
    public void Enable()
    {
        Status = ServiceAccountStatus.Active;
        LogAs("service-account.enabled");
    }

    /// <summary>Ends it for good; its name is free for another.</summary>
    public void Delete(DateTime now)
    {
        (DeletedAt, Status, NormalizedName, Permissions) = (now, ServiceAccountStatus.Disabled, $"deleted {Id}", []);
        LogAs("service-account.deleted");
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Subject, Id)];
}
