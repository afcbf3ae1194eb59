using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>Whether the log is whole.</summary>
/// <param name="Entries">How many entries were looked at.</param>
/// <param name="FirstBroken">The sequence number at which the chain breaks; null where it does not.</param>
internal sealed record AuditVerdict(bool Intact, long Entries, long? FirstBroken);

internal sealed record VerifyAuditQuery : IQuery<Result<AuditVerdict>>;

internal static class VerifyAudit
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        Kernel.Http.PageAnswers.ToAnswer(await mediator.Send(new VerifyAuditQuery(), cancellationToken));

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<VerifyAuditQuery, Result<AuditVerdict>>
    {
        public async Task<Result<AuditVerdict>> Handle(VerifyAuditQuery request, CancellationToken cancellationToken)
        {
            var chain = db.OrganizationId!.Value;
            var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(row => row.Chain == chain, cancellationToken);
            long checkedSoFar = 0;
            byte[] previous = new byte[32];
            await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(row => row.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (entry.Sequence > head?.Sequence)
                {
                    // Appended after the head was read.
                    break;
                }

                if (entry.Sequence != checkedSoFar + 1
                    || !entry.PreviousHash.AsSpan().SequenceEqual(previous)
                    || !entry.Hash.AsSpan().SequenceEqual(entry.ComputeHash(chain)))
                {
                    return new AuditVerdict(false, checkedSoFar, checkedSoFar + 1);
                }

                checkedSoFar++;
                previous = entry.Hash;
            }

            // Entries cut off at the end leave the head behind.
            return head is null || (head.Sequence == checkedSoFar && head.Hash.AsSpan().SequenceEqual(previous))
                ? new AuditVerdict(true, checkedSoFar, null)
                : new AuditVerdict(false, checkedSoFar, checkedSoFar + 1);
        }
    }
}
