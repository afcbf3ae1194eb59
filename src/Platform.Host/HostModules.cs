using Platform.Audit;
using Platform.Kernel.Modules;
using Platform.Notifications;
using Platform.Personnel;
using Platform.Roles;
using Platform.Tenancy;
using Platform.Tokens;

namespace Platform.Host;

/// <summary>The modules of the house. A new one is a line here.</summary>
public static class HostModules
{
    public static IReadOnlyList<IModule> All { get; } =
    [
        new TenancyModule(),
        new PersonnelModule(),
        new RolesModule(),
        new TokensModule(),
        new NotificationsModule(),
        new AuditModule(),
    ];
}
