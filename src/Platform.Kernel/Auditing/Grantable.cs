using Platform.Kernel.Authorization;
using Platform.Kernel.Results;

namespace Platform.Kernel.Auditing;

/// <summary>Nobody hands out what they don't hold.</summary>
public static class Grantable
{
    /// <summary>The failure where the caller lacks a permission that the route alone does not ask for.</summary>
    public static Error? CheckPermission(this Caller caller, string permission) =>
        caller.Grant?.Permissions.Allows(RequiredPermission.Named(permission)) ?? caller.IsHost
            ? null
            : Error.Denied(permission);

    /// <summary>
    /// The failure where the caller would give away more than they may do themselves. The host itself, when it sets something
    /// up, holds everything.
    /// </summary>
    public static Error? CheckGrantable(this Caller caller, string field, ScopeSet wanted)
    {
        if (caller.Grant is not { } grant)
        {
            return caller.IsHost ? null : Error.Denied("admin");
        }

        var beyond = wanted.Scopes.Where(scope => !grant.Permissions.Implies(scope)).Select(scope => scope.ToString()).ToList();
        if (beyond.Count == 0)
        {
            return null;
        }

        var message = $"You can't grant {string.Join(", ", beyond)}: you don't hold it yourself.";
        return new Error(ErrorCodes.ScopeNotGrantable, message) { Fields = new Dictionary<string, string[]> { [field] = [message] } };
    }
}
