using Platform.Kernel.Authorization;

namespace Platform.Contracts.Notifications;

/// <summary>The Notifications module's part of the permission catalogue.</summary>
public static class NotificationsPermissions
{
    public const string Read = "notifications:read";
    public const string Write = "notifications:write";
    public const string ReadWebhooks = "webhooks:read";
    public const string WriteWebhooks = "webhooks:write";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(Read, "Read one's own notices"),
        new(Write, "Mark one's own notices read and choose how one is told"),
        new(ReadWebhooks, "See webhooks and their deliveries"),
        new(WriteWebhooks, "Create and change webhooks"),
    ];
}
