using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Notifications;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Roles.Domain;

/// <summary>A named set of permissions that people are given.</summary>
internal sealed class Role : AuditedEntity, IOrganizationScoped, IVersioned, IGrantSource
{
    private Role()
    {
    }

    public Guid OrganizationId { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>In lower case: no two roles of an organization differ in case alone.</summary>
    [NotAudited]
    public string NormalizedName { get; private set; } = "";

    public string Description { get; private set; } = "";

    /// <summary>True for the ones that every organization has; they can be assigned but not edited.</summary>
    public bool BuiltIn { get; private init; }

    public List<string> Permissions { get; private set; } = [];

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

    /// <summary>Takes new words and permissions; a built-in role takes none.</summary>
    public Error? Change(string name, string description, IEnumerable<string> permissions)
    {
        if (BuiltIn)
        {
            return IsFixed;
        }

        (Name, NormalizedName, Description) = (name.Trim(), Normalize(name), description.Trim());
        Permissions = [.. permissions];
        return null;
    }

    /// <summary>Permissions have left the catalogue.</summary>
    /// <param name="names">Short forms.</param>
    public void Lose(IReadOnlySet<string> names)
    {
        Permissions = [.. Permissions.Where(permission => !permission.IsAmong(names))];
        LogAs("role.permissions-removed");
    }

    /// <summary>The failure of giving it another role's name.</summary>
    public static Error NameTaken { get; } = Error.Conflict("A role with this name already exists. Choose a different name.");

    /// <summary>The failure of changing or deleting a built-in role.</summary>
    public static Error IsFixed { get; } = Error.Conflict("A built-in role can't be changed or deleted. Clone it, and change the copy.");

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
internal sealed class RoleAssignment : AuditedEntity, IOrganizationScoped, IBatched, IGrantSource
{
    private RoleAssignment()
    {
    }

    public RoleAssignment(Guid personId, Role role, Guid? batchId = null) =>
        (PersonId, RoleId, RoleName, BatchId) = (personId, role.Id, role.Name, batchId);

    public Guid OrganizationId { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid RoleId { get; private init; }

    /// <summary>What the role was called when it was given, and at last when it is taken away.</summary>
    public string RoleName { get; private set; } = "";

    /// <summary>So that the log of its removal calls the role by the name that it has now.</summary>
    public RoleAssignment Called(string roleName)
    {
        RoleName = roleName;
        return this;
    }

    [NotAudited]
    public Guid? BatchId { get; private init; }

    public override string AuditKind => "role-assignment";

    public override string AuditName => RoleName;

    public IEnumerable<Drop> DropsOn(EntityState change) => [new Drop(DropKind.Subject, PersonId)];
}
