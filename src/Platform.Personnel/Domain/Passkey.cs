using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>A WebAuthn credential of an account. Its user was verified when it was made, and is each time it is used.</summary>
internal sealed class Passkey : AuditedEntity, IInstanceWide, INoGrantEffect
{
    private Passkey()
    {
    }

    public Passkey(Guid accountId, string name, byte[] credentialId, byte[] publicKey, DateTime now) =>
        (AccountId, Name, CredentialId, PublicKey, CreatedAt) = (accountId, name, credentialId, publicKey, now);

    public Guid AccountId { get; private init; }

    public string Name { get; private set; } = "";

    [NotAudited]
    public byte[] CredentialId { get; private init; } = [];

    /// <summary>COSE (RFC 9052 section 7).</summary>
    [NotAudited]
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>Goes up with each use, where the authenticator counts: one that does not is a copy.</summary>
    [NotAudited]
    public long SignCount { get; private set; }

    [NotAudited]
    public string Transports { get; init; } = "";

    public bool IsBackupEligible { get; init; }

    [NotAudited]
    public bool IsBackedUp { get; private set; }

    public DateTime CreatedAt { get; private init; }

    [NotAudited]
    public DateTime? LastUsedAt { get; private set; }

    public override string AuditKind => "passkey";

    public override string AuditName => Name;

    public void Counted(long signCount, bool backedUp) => (SignCount, IsBackedUp) = (signCount, backedUp);

    public void Used(long signCount, bool backedUp, DateTime now)
    {
        Counted(signCount, backedUp);
        LastUsedAt = now;
    }

    public void Rename(string name) => Name = name;
}
