using Platform.Kernel.Authorization;

namespace Platform.Contracts.Tokens;

/// <summary>The Tokens module's part of the permission catalogue.</summary>
public static class TokensPermissions
{
    public const string Read = "tokens:read";
    public const string Write = "tokens:write";
    public const string Generate = "tokens:generate";
    public const string Verify = "tokens:verify";
    public const string ReadServiceAccounts = "service-accounts:read";
    public const string WriteServiceAccounts = "service-accounts:write";
    public const string ReadConnections = "connections:read";
    public const string WriteConnections = "connections:write";
    public const string ReadUsage = "usage:read";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(Read, "See every token of the organization"),
        new(Write, "Issue, change, rotate and revoke the organization's tokens, within one's own permissions"),
        new(Generate, "Generate a token of one's own"),
        new(Verify, "Ask whether a token of the organization is good, and for what"),
        new(ReadServiceAccounts, "See service accounts"),
        new(WriteServiceAccounts, "Create and change service accounts, within one's own permissions"),
        new(ReadConnections, "See which organizations are connected"),
        new(WriteConnections, "Ask for connections, and let other organizations in"),
        new(ReadUsage, "See how much the organization's tokens are used"),
    ];
}
