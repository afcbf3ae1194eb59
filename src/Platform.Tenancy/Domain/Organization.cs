using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Tenancy.Domain;

internal enum OrganizationStatus
{
    Active,
    Suspended,
}

/// <summary>A tenant. Every grant in it rests on its row.</summary>
internal sealed partial class Organization : AuditedEntity, IInstanceWide, IVersioned, IGrantSource
{
    private Organization()
    {
    }

    public string Slug { get; private init; } = "";

    public string Name { get; private set; } = "";

    public OrganizationStatus Status { get; private set; }

    /// <summary>An IANA name; dates are shown in it.</summary>
    public string TimeZone { get; private set; } = "UTC";

    public string? ContactEmail { get; private set; }

    public int UserTokenLifetimeDays { get; private set; } = 365;

    public int? ServiceTokenMaxLifetimeDays { get; private set; }

    public bool AllowNonExpiring { get; private set; } = true;

    /// <summary>True where only sessions with a second factor are let in.</summary>
    public bool RequireMfa { get; private set; }

    public int MaxActiveUserTokens { get; private set; } = 1;

    public int? IdleRevocationDays { get; private set; }

    /// <summary>How many days before a token's end its owner is reminded.</summary>
    public List<int> ReminderDays { get; private set; } = [90, 30, 7];

    public int MaxOverlapHours { get; private set; } = 168;

    /// <summary>CIDRs from which alone tokens may be used; empty for anywhere.</summary>
    public List<string> AllowedAddresses { get; private set; } = [];

    public int? DefaultRateLimitPerMinute { get; private set; }

    /// <summary>For how many days the audit log is kept; null for ever.</summary>
    public int? AuditRetentionDays { get; private set; }

    public DateTime CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "organization";

    public override string AuditName => Name;

    /// <summary>Its own changes are in its own log.</summary>
    public override Guid AuditChain => Id;

    public static Organization Create(string name, string slug, DateTime now) =>
        new() { Name = name.Trim(), Slug = slug, CreatedAt = now };

    /// <summary>Lower case letters, digits and single hyphens, so that a slug is never mistaken for an id.</summary>
    public static bool IsSlug(string? text) => text is { Length: >= 2 and <= 63 } && SlugForm().IsMatch(text) && !Guid.TryParse(text, out _);

    public void ChangeSettings(string name, string timeZone, string? contactEmail) =>
        (Name, TimeZone, ContactEmail) = (name.Trim(), timeZone, contactEmail);

    public void KeepAuditFor(int? days) => AuditRetentionDays = days;

    public void ChangeSecondFactorRule(bool required) => RequireMfa = required;

    /// <summary>Its rules for tokens, as other modules know them.</summary>
    public TokenPolicy ToPolicy() => new(
        UserTokenLifetimeDays,
        MaxActiveUserTokens,
        ServiceTokenMaxLifetimeDays,
        AllowNonExpiring,
        IdleRevocationDays,
        MaxOverlapHours,
        AllowedAddresses,
        DefaultRateLimitPerMinute);

    public void ChangeTokenPolicy(TokenPolicy policy, IReadOnlyList<int> reminderDays)
    {
        (UserTokenLifetimeDays, MaxActiveUserTokens) = (policy.UserTokenLifetimeDays, policy.MaxActiveUserTokens);
        (ServiceTokenMaxLifetimeDays, AllowNonExpiring) = (policy.ServiceTokenMaxLifetimeDays, policy.AllowNonExpiring);
        (IdleRevocationDays, MaxOverlapHours) = (policy.IdleRevocationDays, policy.MaxOverlapHours);
        (AllowedAddresses, DefaultRateLimitPerMinute) = ([.. policy.AllowedAddresses], policy.DefaultRateLimitPerMinute);
        ReminderDays = [.. reminderDays];
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Organization, Id)];

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugForm();
}
