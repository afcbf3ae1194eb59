using Platform.Kernel.Authorization;

namespace Platform.Contracts.Tenancy;

/// <summary>The Tenancy module's part of the permission catalogue.</summary>
public static class TenancyPermissions
{
    public const string Read = "organization:read";
    public const string Write = "organization:write";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(Read, "See the organization's settings and its token policy"),
        new(Write, "Change the organization's settings and its token policy"),
    ];
}
