using Platform.Kernel.Data;

namespace Platform.Audit.Domain;

/// <summary>
/// How far a chain had come at some time, signed by the instance: whoever rewrites the chain, or cuts its end off and turns its
/// head back, would have to sign this anew.
/// </summary>
internal sealed class AuditCheckpoint : Entity, IOrganizationScoped, INoGrantEffect
{
    private AuditCheckpoint()
    {
    }

    public AuditCheckpoint(long sequence, byte[] hash, DateTime at, string signature) =>
        (Sequence, Hash, At, Signature) = (sequence, hash, at, signature);

    public Guid OrganizationId { get; private init; }

    /// <summary>The last entry that it covers; 0 for a chain without any.</summary>
    public long Sequence { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTime At { get; private init; }

    /// <summary>A compact JWS that says the same.</summary>
    public string Signature { get; private init; } = "";
}
