using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

internal enum PersonStatus
{
    Invited,
    Active,
    Deactivated,
}

/// <summary>An account's record in one organization.</summary>
internal sealed class Person : AuditedEntity, IOrganizationScoped, IBatched, IVersioned, IGrantSource
{
    private Person()
    {
    }

    public Guid OrganizationId { get; private init; }

    public Guid AccountId { get; private set; }

    /// <summary>The import that the record came with.</summary>
    [NotAudited]
    public Guid? BatchId { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>In lower case, to be searched.</summary>
    [NotAudited]
    public string SearchName { get; private set; } = "";

    public string Email { get; private set; } = "";

    [NotAudited]
    public string SearchEmail { get; private set; } = "";

    public string? Title { get; private set; }

    public string? EmployeeNumber { get; private set; }

    public PersonStatus Status { get; private set; }

    public bool ApiAccessEnabled { get; private set; }

    public DateTime CreatedAt { get; private init; }

    /// <summary>The last time access ended: an access token issued before is good no more, even once the person is let in again.</summary>
    [NotAudited]
    public DateTime? DeactivatedAt { get; private set; }

    [NotAudited]
    public DateTime? LastSignInAt { get; private init; }

    public int Version { get; private set; } = 1;

    public override string AuditKind => "person";

    public override string AuditName => Name;

    /// <param name="batchId">The import that brings it, with which it becomes visible.</param>
    public static Person Create(Account account, PersonDetails details, DateTime now, Guid? batchId = null)
    {
        var person = new Person { Status = PersonStatus.Invited, CreatedAt = now, BatchId = batchId };
        person.Readdress(account);
        person.Change(details);
        return person;
    }

    /// <summary>Takes the record's fields; true where API access was taken away, so that the person's tokens must die.</summary>
    public bool Change(PersonDetails details)
    {
        var disabled = ApiAccessEnabled && !details.ApiAccessEnabled;
        Name = details.Name.Trim();
        SearchName = Name.ToLowerInvariant();
        Title = Blank(details.Title);
        EmployeeNumber = Blank(details.EmployeeNumber);
        ApiAccessEnabled = details.ApiAccessEnabled;
        return disabled;
    }

    /// <summary>Belongs to the account of another address from here on. Neither account is changed.</summary>
    public void Readdress(Account account) =>
        (AccountId, Email, SearchEmail) = (account.Id, account.Email, account.NormalizedEmail);

    /// <summary>The invitation was accepted, or the host made the person with a password.</summary>
    public void Activate()
    {
        Status = PersonStatus.Active;
        LogAs("person.activated");
    }

    /// <summary>Ends this organization's access; the account and its other organizations are left alone.</summary>
    public void Deactivate(DateTime now)
    {
        (Status, DeactivatedAt) = (PersonStatus.Deactivated, now);
        LogAs("person.deactivated");
    }

    /// <summary>Lets the person in again; tokens and sessions that died stay dead.</summary>
    public void Reactivate(bool hasAccepted)
    {
        Status = hasAccepted ? PersonStatus.Active : PersonStatus.Invited;
        LogAs("person.reactivated");
    }

    public IEnumerable<Drop> DropsOn(EntityState change) =>
        change == EntityState.Added ? [] : [new Drop(DropKind.Subject, Id)];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What an organization writes into a person's record.</summary>
internal sealed record PersonDetails(string Name, string? Title, string? EmployeeNumber, bool ApiAccessEnabled);
