using System.Security.Cryptography;
using Platform.Kernel.Data;

namespace Platform.Audit.Domain;

/// <summary>
/// One entry of an organization's log (or the instance's own). Each carries the hash of the one before, so that none can be
/// changed, removed or moved unseen. Nothing changes or deletes one.
/// </summary>
internal sealed class AuditEntry : Entity, IOrganizationScoped, INoGrantEffect
{
    public Guid OrganizationId { get; private init; }

    /// <summary>Counts the entries of its chain from 1, without gaps.</summary>
    public long Sequence { get; init; }

    public DateTime At { get; init; }

    public string ActorKind { get; init; } = "";

    public Guid ActorId { get; init; }

    public string ActorName { get; init; } = "";

    /// <summary>The API token that the actor used; null for a signed-in person or the host.</summary>
    public Guid? ActorTokenId { get; init; }

    public string Action { get; init; } = "";

    public string TargetKind { get; init; } = "";

    public Guid TargetId { get; init; }

    public string TargetName { get; init; } = "";

    /// <summary>Property → before and after, as JSON.</summary>
    public string Changes { get; init; } = "{}";

    public string? Address { get; init; }

    public string? UserAgent { get; init; }

    public string? TraceId { get; init; }

    public byte[] PreviousHash { get; init; } = [];

    public byte[] Hash { get; private set; } = [];

    /// <summary>One that was sealed before, as it was read back.</summary>
    public AuditEntry SealedBy(byte[] hash)
    {
        Hash = hash;
        return this;
    }

    public void Seal(Guid chain) => Hash = ComputeHash(chain);

    /// <summary>
    /// SHA-256 over the canonical form and the previous hash. The canonical form is every field in this order, each as its
    /// length in UTF-8 bytes, a colon and its text, and a hyphen in place of the length where it is absent: no two different
    /// entries have the same. Ids are written with hyphens in lower case, times with seven digits of a second and <c>Z</c>.
    /// </summary>
    public byte[] ComputeHash(Guid chain)
    {
        using var canonical = new CanonicalForm();
        canonical.Add(chain);
        canonical.Add(Sequence);
        canonical.Add(At, "O");
        canonical.Add(ActorKind);
        canonical.Add(ActorId);
        canonical.Add(ActorName);
        if (ActorTokenId is { } token)
        {
            canonical.Add(token);
        }
        else
        {
            canonical.Add((string?)null);
        }

        canonical.Add(Action);
        canonical.Add(TargetKind);
        canonical.Add(TargetId);
        canonical.Add(TargetName);
        canonical.Add(Changes);
        canonical.Add(Address);
        canonical.Add(UserAgent);
        canonical.Add(TraceId);
        return canonical.HashWith(PreviousHash);
    }
}

/// <summary>
/// Where a chain ends, and where what is kept of it begins. Locked by each append until its transaction commits.
/// </summary>
[OfOrganization(nameof(Chain))]
[NotExported("The number and hash of the log's last entry, which the log itself has")]
internal sealed class AuditHead : IInstanceWide, INoGrantEffect
{
    private AuditHead()
    {
    }

    public AuditHead(Guid chain) => Chain = chain;

    /// <summary>The organization, or <see cref="OrganizationScope.Instance"/>.</summary>
    public Guid Chain { get; private init; }

    public long Sequence { get; private set; }

    public byte[] Hash { get; private set; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The last entry that a retention policy let go; 0 where all are kept. An entry of the chain says so too.</summary>
    public long PrunedThrough { get; private set; }
}
