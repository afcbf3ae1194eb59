using System.Buffers.Text;
using System.Text.Json.Nodes;
using Platform.Audit.Domain;
using Platform.Contracts.Audit;
using Platform.Contracts.Personnel;

namespace Platform.Audit.Export;

/// <summary>What an export says of itself before its entries.</summary>
/// <param name="From">The sequence number at which the log began when the export did: 1, or more where older entries were forgotten.</param>
/// <param name="To">The last sequence number that it may hold: where the log ended when the export began.</param>
/// <param name="Filtered">True where filters left entries out, so that the file alone can't show that the chain is whole.</param>
internal sealed record AuditExportHeader(Guid OrganizationId, string Slug, long From, long To, DateTime ExportedAt, bool Filtered);

/// <summary>A signed checkpoint as an export has it.</summary>
/// <param name="Sequence">The last entry that it covers.</param>
/// <param name="Hash">That entry's hash, in hexadecimal.</param>
/// <param name="Signature">A compact JWS (RFC 7515), ES256.</param>
/// <param name="Key">The public key that it was signed with, as a JWK.</param>
internal sealed record AuditExportCheckpoint(long Sequence, string Hash, DateTime At, string Signature, PublicSigningKey Key)
{
    public static AuditExportCheckpoint Of(AuditCheckpointMade made, IReadOnlyList<PublicSigningKey> keys)
    {
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(made.Signature.AsSpan(0, made.Signature.IndexOf('.'))))!;
        return new(made.Sequence, made.Hash, made.At, made.Signature, keys.Single(key => key.Kid == (string?)header["kid"]));
    }
}

/// <summary>A file of entries that is written in pieces, each gathered in memory before it is sent.</summary>
internal abstract class AuditExport : IDisposable
{
    /// <summary>What was written and not sent yet.</summary>
    protected MemoryStream Pending { get; } = new();

    /// <param name="before">Stands for the entries before the first, where those were let go.</param>
    public abstract void Begin(AuditExportHeader header, AuditExportCheckpoint? before);

    public abstract void Write(AuditEntry entry);

    public abstract void End(AuditExportCheckpoint checkpoint);

    public async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        Pending.Position = 0;
        await Pending.CopyToAsync(stream, cancellationToken);
        Pending.SetLength(0);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Pending.Dispose();
}
