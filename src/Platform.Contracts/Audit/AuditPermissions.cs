using Platform.Kernel.Authorization;

namespace Platform.Contracts.Audit;

/// <summary>The Audit module's part of the permission catalogue.</summary>
public static class AuditPermissions
{
    public const string Read = "audit:read";
    public const string Export = "audit:export";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(Read, "Read the audit log and check that it is intact"),
        new(Export, "Export the audit log"),
    ];
}
