using System.Globalization;
using FluentValidation;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Authorization;
using Platform.Kernel.Results;

namespace Platform.Tokens.Domain;

/// <summary>What a token may be like, whoever asks for it.</summary>
internal static class TokenRules
{
    public const int LongestName = 100;
    public const int LongestDescription = 1000;
    public const int MostScopes = 200;
    public const int HighestRate = 100_000;

    public static readonly Error NameTaken = new(ErrorCodes.TokenNameTaken, "A token with this name already exists. Choose a different name.");

    public static bool AreIntegrations(IReadOnlyList<string>? names) =>
        names is null || (names.Count <= 20 && names.All(name => name is { Length: <= 100 } && !string.IsNullOrWhiteSpace(name)));

    public static IRuleBuilderOptions<T, int?> IsARate<T>(this IRuleBuilder<T, int?> rule) =>
        rule.InclusiveBetween(1, HighestRate).WithMessage($"rateLimitPerMinute must be from 1 to {HighestRate.ToString(CultureInfo.InvariantCulture)} requests, or null for the organization's default.");

    /// <summary>Whether a service account's new token may end then; null for never.</summary>
    public static Error? CheckEnd(DateTime? expiresAt, TokenPolicy policy, DateTime now)
    {
        if (expiresAt is not { } end)
        {
            return policy.AllowNonExpiring && policy.ServiceTokenMaxLifetimeDays is null
                ? null
                : Error.Invalid("expiresAt", "Your organization's policy wants every token to expire. Choose a date.");
        }

        if (end <= now)
        {
            return Error.Invalid("expiresAt", "expiresAt must be in the future.");
        }

        return policy.ServiceTokenMaxLifetimeDays is { } days && end > now.AddDays(days)
            ? Error.Invalid("expiresAt", $"Your organization's policy lets a token live {days} days at most.")
            : null;
    }

    /// <summary>Until when a policy lets a token live from now on; null for as long as it likes.</summary>
    public static DateTime? LatestEnd(Token token, TokenPolicy policy, DateTime now) =>
        token.State == TokenState.Replaced ? now.AddHours(policy.MaxOverlapHours)
        : token.Kind == TokenKind.User ? now.AddDays(policy.UserTokenLifetimeDays)
        : policy.ServiceTokenMaxLifetimeDays is { } days ? now.AddDays(days)
        : null;

    /// <summary>Whether a token may end then from now on: never later than it does already.</summary>
    public static Error? CheckEarlier(DateTime? current, DateTime? wanted, DateTime now)
    {
        if (wanted == current)
        {
            return null;
        }

        if (wanted is not { } end || end > current)
        {
            return new Error(ErrorCodes.TokenNotExtendable, "A token never lives longer than it was made for. Rotate it, or issue a new one.");
        }

        return end > now ? null : Error.Invalid("expiresAt", "expiresAt must be in the future. Revoke the token to end it now.");
    }

    /// <summary>Whether scopes are no more than a token has already.</summary>
    /// <param name="current">Null for all that its owner may do: any list is less.</param>
    /// <param name="wanted">What it is to have.</param>
    public static Error? CheckFewer(IReadOnlyList<string>? current, IReadOnlyList<string> wanted)
    {
        if (current is null)
        {
            return null;
        }

        var has = ScopeSet.Of(current);
        var beyond = ScopeSet.Of(wanted).Scopes.Where(scope => !has.Implies(scope)).Select(scope => scope.ToString()).ToList();
        if (beyond.Count == 0)
        {
            return null;
        }

        var message = $"A token's scopes can only be cut down. It does not have {string.Join(", ", beyond)}.";
        return new Error(ErrorCodes.ScopeNotGrantable, message) { Fields = new Dictionary<string, string[]> { ["scopes"] = [message] } };
    }
}
