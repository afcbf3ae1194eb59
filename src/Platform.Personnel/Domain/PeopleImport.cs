using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>
/// A file of people that was imported. Its one entry in the audit log stands for those of all its people: their records name
/// the import as their batch.
/// </summary>
internal sealed class PeopleImport : AuditedEntity, IOrganizationScoped, INoGrantEffect
{
    private PeopleImport()
    {
    }

    public Guid OrganizationId { get; private init; }

    public DateTime ImportedAt { get; private init; }

    public int People { get; private init; }

    /// <summary>How many had no account yet, in this or any other organization.</summary>
    public int NewAccounts { get; private init; }

    /// <summary>SHA-256 of the file, in hexadecimal: whoever keeps it can prove what was imported.</summary>
    public string FileDigest { get; private init; } = "";

    public int FileBytes { get; private init; }

    public override string AuditKind => "people-import";

    public override string AuditName => People == 1 ? "1 person" : $"{People} people";

    public static PeopleImport Landed(Guid batchId, PeopleImportFacts facts, DateTime now)
    {
        var import = new PeopleImport
        {
            Id = batchId,
            ImportedAt = now,
            People = facts.People,
            NewAccounts = facts.NewAccounts,
            FileDigest = facts.FileDigest,
            FileBytes = facts.FileBytes,
        };
        import.LogAs("people.imported");
        return import;
    }
}

internal sealed record PeopleImportFacts(int People, int NewAccounts, string FileDigest, int FileBytes);
