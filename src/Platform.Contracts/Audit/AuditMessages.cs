using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Audit;

/// <summary>
/// Signs how far the chain of the organization in context has come, so that whoever keeps the answer can tell later that nothing
/// before it was changed or cut off. A chain that has not grown since its last checkpoint gives that one again. To be sent after
/// <see cref="Personnel.PrepareSigning"/>.
/// </summary>
public sealed record CreateAuditCheckpoint : ICommand<Result<AuditCheckpointMade>>;

/// <summary>A signed checkpoint.</summary>
/// <param name="Sequence">The number of the last entry that it covers; 0 for a chain without any.</param>
/// <param name="Hash">That entry's hash, in hexadecimal.</param>
/// <param name="At">When it was signed, to the second.</param>
/// <param name="Signature">
/// A compact JWS (RFC 7515), ES256 by a key of <c>/.well-known/jwks.json</c>, with <c>org</c>, <c>seq</c>, <c>hash</c> and <c>iat</c>.
/// </param>
public sealed record AuditCheckpointMade(long Sequence, string Hash, DateTime At, string Signature);

/// <summary>
/// Checks an export of an audit log, lines of JSON as <c>GET /audit/export?format=ndjson</c> writes them, against the checkpoints
/// in it. It asks no database.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Keys">A JWK set (RFC 7517) as JSON, whose keys alone are trusted; null to take those that the file brings.</param>
public sealed record VerifyAuditExport(string Path, string? Keys) : IQuery<Result<AuditExportVerdict>>;

/// <summary>What an export comes to.</summary>
/// <param name="Fault">What is wrong, in a sentence; null where all of it fits together.</param>
/// <param name="FirstBroken">The sequence number at which it breaks; null where it does not.</param>
/// <param name="OrganizationId">Whose log it says it is.</param>
/// <param name="First">Its first entry's number.</param>
/// <param name="Last">The last entry's number that fits.</param>
/// <param name="Checkpoints">How many signed checkpoints agree with it.</param>
/// <param name="SignedThrough">The last entry that a checkpoint covers.</param>
public sealed record AuditExportVerdict(
    string? Fault, long? FirstBroken, Guid OrganizationId, string? Slug, long First, long Last, int Checkpoints, long SignedThrough);

/// <summary>Adds entries to the log of the organization in context, for load tests.</summary>
/// <param name="First">The number of the first of them among all that are added.</param>
/// <param name="Of">How many that will be: they are spread over three months.</param>
public sealed record SeedAuditEntries(int First, int Count, int Of) : ICommand<Result<int>>;
