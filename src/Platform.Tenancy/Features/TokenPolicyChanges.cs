using FluentValidation;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Authorization;
using Platform.Kernel.Http;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>Rules for tokens; what is left out is as it is now.</summary>
/// <param name="UserTokenLifetimeDays">How long a person's token lives: 1 to 365 days.</param>
/// <param name="MaxActiveUserTokens">How many tokens a person may have at a time: 1 to 20.</param>
/// <param name="ServiceTokenMaxLifetimeDays">How long a service account's token may live at most: 1 to 3,650 days; null for no limit.</param>
/// <param name="AllowNonExpiring">Whether a service account's token may be without expiration.</param>
/// <param name="IdleRevocationDays">After how many days without use a token is revoked: 1 to 3,650; null for never.</param>
/// <param name="ReminderDays">How many days before a token's end its owner is reminded: up to 10 numbers of 1 to 365.</param>
/// <param name="MaxOverlapHours">How long a replaced token may live on at most: 0 to 168 hours.</param>
/// <param name="AllowedAddresses">CIDRs or single addresses from which alone tokens may be used; empty for anywhere. Holds at once, for existing tokens too.</param>
/// <param name="DefaultRateLimitPerMinute">Requests a minute of a token without a limit of its own: 1 to 100,000; null for no limit.</param>
/// <param name="RequireMfa">Whether only sessions with a second factor are let in: from the next request on.</param>
internal sealed record TokenPolicyChangesRequest(
    int? UserTokenLifetimeDays,
    int? MaxActiveUserTokens,
    Optional<int?> ServiceTokenMaxLifetimeDays,
    bool? AllowNonExpiring,
    Optional<int?> IdleRevocationDays,
    IReadOnlyList<int>? ReminderDays,
    int? MaxOverlapHours,
    IReadOnlyList<string>? AllowedAddresses,
    Optional<int?> DefaultRateLimitPerMinute,
    bool? RequireMfa)
{
    /// <summary>The organization's policy with these changes.</summary>
    public TokenPolicy Over(Organization organization) => new(
        UserTokenLifetimeDays ?? organization.UserTokenLifetimeDays,
        MaxActiveUserTokens ?? organization.MaxActiveUserTokens,
        ServiceTokenMaxLifetimeDays.Or(organization.ServiceTokenMaxLifetimeDays),
        AllowNonExpiring ?? organization.AllowNonExpiring,
        IdleRevocationDays.Or(organization.IdleRevocationDays),
        MaxOverlapHours ?? organization.MaxOverlapHours,
        AllowedAddresses is { } ranges ? AddressRange.Canonical(ranges) : organization.AllowedAddresses,
        DefaultRateLimitPerMinute.Or(organization.DefaultRateLimitPerMinute));

    internal sealed class Validator : AbstractValidator<TokenPolicyChangesRequest>
    {
        private const int Decade = 3650;

        public Validator()
        {
            RuleFor(x => x.UserTokenLifetimeDays).InclusiveBetween(1, 365);
            RuleFor(x => x.MaxActiveUserTokens).InclusiveBetween(1, 20);
            RuleFor(x => x.ServiceTokenMaxLifetimeDays.Value).InclusiveBetween(1, Decade).OverridePropertyName("serviceTokenMaxLifetimeDays");
            RuleFor(x => x.IdleRevocationDays.Value).InclusiveBetween(1, Decade).OverridePropertyName("idleRevocationDays");
            RuleFor(x => x.ReminderDays).Must(days => days is null || (days.Count <= 10 && days.All(day => day is >= 1 and <= 365) && days.Distinct().Count() == days.Count))
                .WithMessage("reminderDays are up to 10 different numbers of days, each from 1 to 365.");
            RuleFor(x => x.MaxOverlapHours).InclusiveBetween(0, 168);
            RuleFor(x => x.AllowedAddresses).AreAddressRanges();
            RuleFor(x => x.DefaultRateLimitPerMinute.Value).InclusiveBetween(1, 100_000).OverridePropertyName("defaultRateLimitPerMinute");
        }
    }
}
