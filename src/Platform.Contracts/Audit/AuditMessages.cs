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
