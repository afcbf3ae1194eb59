using Platform.Kernel.Authorization;

namespace Platform.Contracts.Personnel;

/// <summary>The Personnel module's part of the permission catalogue.</summary>
public static class PersonnelPermissions
{
    public const string Read = "people:read";
    public const string Write = "people:write";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(Read, "See the people of the organization"),
        new(Write, "Add, change, invite and deactivate people, and enable their API access"),
    ];
}
