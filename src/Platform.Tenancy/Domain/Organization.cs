using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Tenancy.Domain;

internal enum OrganizationStatus
{
    Active,

    /// <summary>An operator has stopped it: nobody may act in it, and nothing of it is lost.</summary>
    Suspended,

    /// <summary>An operator has deleted it: as suspended, until it is restored or its days of grace are over.</summary>
    Deleting,
}

/// <summary>A tenant. Every grant in it rests on its row.</summary>
[OfOrganization(nameof(Id))]
internal sealed partial class Organization : AuditedEntity, IInstanceWide, IVersioned, IGrantSource
{
    /// <summary>How long a deleted one can be restored.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    private Organization()
    {
    }

    public string Slug { get; private set; } = "";

    public string Name { get; private set; } = "";

    public OrganizationStatus Status { get; private set; }

    public DateTime? SuspendedAt { get; private set; }

    /// <summary>What the operator said of it, for its administrators to read.</summary>
    public string? SuspendedReason { get; private set; }

    /// <summary>When it last began to work again: what tokens were not used for does not count from before.</summary>
    public DateTime? ResumedAt { get; private set; }

    public DateTime? DeletedAt { get; private set; }

    /// <summary>From when on its rows are deleted, unless it is restored before.</summary>
    public DateTime? PurgeAt { get; private set; }

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

    /// <summary>The former slug leads here for a while, which is <see cref="Slugs"/>' to see to.</summary>
    public void Rename(string name) => Name = name.Trim();

    public void ChangeSlug(string slug) => Slug = slug;

    public Error? Suspend(string? reason, DateTime now)
    {
        if (Status == OrganizationStatus.Deleting)
        {
            return BeingDeleted();
        }

        if (Status == OrganizationStatus.Active)
        {
            (Status, SuspendedAt, SuspendedReason) = (OrganizationStatus.Suspended, now, reason);
            LogAs("organization.suspended");
        }

        return null;
    }

    public Error? Resume(DateTime now)
    {
        if (Status != OrganizationStatus.Suspended)
        {
            return Status == OrganizationStatus.Deleting ? BeingDeleted() : Error.Conflict("The organization is not suspended.");
        }

        (Status, SuspendedAt, SuspendedReason, ResumedAt) = (OrganizationStatus.Active, null, null, now);
        LogAs("organization.resumed");
        return null;
    }

    public Error? Delete(DateTime now)
    {
        if (Status == OrganizationStatus.Deleting)
        {
            return BeingDeleted();
        }

        (Status, DeletedAt, PurgeAt) = (OrganizationStatus.Deleting, now, now + Grace);
        LogAs("organization.deleted");
        return null;
    }

    /// <summary>It is as it was before: suspended, where it was.</summary>
    public Error? Restore(DateTime now)
    {
        if (Status != OrganizationStatus.Deleting)
        {
            return Error.Conflict("The organization has not been deleted.");
        }

        if (now >= PurgeAt)
        {
            return Error.Conflict("The days of grace are over: the organization's rows are being deleted.");
        }

        (Status, DeletedAt, PurgeAt) = (SuspendedAt is null ? OrganizationStatus.Active : OrganizationStatus.Suspended, null, null);
        ResumedAt = Status == OrganizationStatus.Active ? now : ResumedAt;
        LogAs("organization.restored");
        return null;
    }

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

    private Error BeingDeleted() => Error.Conflict(
        $"The organization has been deleted, and its rows follow after {PurgeAt:yyyy-MM-dd HH:mm} UTC. Until then it can be restored.");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugForm();
}
