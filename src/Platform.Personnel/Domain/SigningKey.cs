using System.Security.Cryptography;
using Platform.Kernel.Data;

namespace Platform.Personnel.Domain;

/// <summary>A key pair that signs access tokens: P-256, for ES256 (RFC 7518 section 3.4). Its id is the <c>kid</c>.</summary>
internal sealed class SigningKey : AuditedEntity, IInstanceWide, INoGrantEffect
{
    private SigningKey()
    {
    }

    /// <summary>PKCS #8.</summary>
    [NotAudited]
    public byte[] PrivateKey { get; private init; } = [];

    public DateTime CreatedAt { get; private init; }

    public override string AuditKind => "signing-key";

    public override string AuditName => Id.ToString();

    public static SigningKey Generate(DateTime now)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey { PrivateKey = pair.ExportPkcs8PrivateKey(), CreatedAt = now };
    }
}
