using Platform.Kernel.Authorization;

namespace Platform.Contracts.Roles;

/// <summary>The Roles module's part of the permission catalogue.</summary>
public static class RolesPermissions
{
    public const string Read = "roles:read";
    public const string Write = "roles:write";
    public const string Assign = "roles:assign";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(Read, "See roles, what they permit and who has them"),
        new(Write, "Create and change roles, within one's own permissions"),
        new(Assign, "Give roles to people and take them away, within one's own permissions"),
    ];
}

/// <summary>The names of the roles that every organization has.</summary>
public static class BuiltInRoles
{
    public const string Administrator = "Administrator";
    public const string Manager = "Manager";
    public const string Member = "Member";
    public const string ApiUser = "API user";
}
