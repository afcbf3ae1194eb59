using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Roles.Domain;

/// <summary>A named set of permissions that people are given.</summary>
internal sealed class Role : AuditedEntity, IOrganizationScoped, IVersioned, IGrantSource
{
    private Role()
    {
    }

    public Guid OrganizationId { get; private init; }

    public string Name { get; private init; } = "";

    /// <summary>In lower case: no two roles of an organization differ in case alone.</summary>
    [NotAudited]
    public string NormalizedName { get; private init; } = "";

    public string Description { get; private init; } = "";

    /// <summary>True for the ones that every organization has; they can be assigned but not edited.</summary>
    public bool BuiltIn { get; private init; }

    public List<string> Permissions { get; private init; } = [];

    public int Version { get; private set; } = 1;

    public override string AuditKind => "role";

    public override string AuditName => Name;

    public static Role Create(string name, string description, IEnumerable<string> permissions, bool builtIn = false) => new()
    {
        Name = name.Trim(),
        NormalizedName = Normalize(name),
        Description = description.Trim(),
        Permissions = [.. permissions],
        BuiltIn = builtIn,
    };

    public static string Normalize(string name) => name.Trim().ToLowerInvariant();

    /// <summary>Whoever has it may be anyone: all grants of the organization go. A new one has nobody yet.</summary>
    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Organization, OrganizationId)];

    /// <summary>The roles that every organization begins with.</summary>
    public static IEnumerable<Role> BuiltInOnes() =>
    [
        Create(BuiltInRoles.Administrator, "Everything in the organization", ["admin"], builtIn: true),
        Create(
            BuiltInRoles.Manager,
            "Runs the day-to-day: people, tokens and service accounts",
            [
                "people:*", RolesPermissions.Read, RolesPermissions.Assign, "tokens:*", "service-accounts:*", "notifications:*",
                TenancyPermissions.Read, TokensPermissions.ReadUsage,
            ],
            builtIn: true),
        Create(
            BuiltInRoles.Member,
            "Sees who belongs to the organization",
            [PersonnelPermissions.Read, RolesPermissions.Read, TenancyPermissions.Read, "notifications:*"],
            builtIn: true),
        Create(
            BuiltInRoles.ApiUser,
            "Reads everything and generates a token of one's own",
            ["*:read", TokensPermissions.Generate, NotificationsPermissions.Write],
            builtIn: true),
    ];
}

/// <summary>That a person has a role.</summary>
internal sealed class RoleAssignment : AuditedEntity, IOrganizationScoped, IGrantSource
{
    private RoleAssignment()
    {
    }

    public RoleAssignment(Guid personId, Role role) => (PersonId, RoleId, RoleName) = (personId, role.Id, role.Name);

    public Guid OrganizationId { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid RoleId { get; private init; }

    public string RoleName { get; private init; } = "";

    public override string AuditKind => "role-assignment";

    public override string AuditName => RoleName;

    public IEnumerable<Drop> DropsOn(EntityState change) => [new Drop(DropKind.Subject, PersonId)];
}
