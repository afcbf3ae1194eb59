using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>Whether the log is whole.</summary>
/// <param name="Entries">How many entries were looked at and are whole.</param>
/// <param name="FirstBroken">The sequence number at which the chain breaks; null where it does not.</param>
/// <param name="From">The first entry that is kept: a retention policy may have let go those before.</param>
/// <param name="Checkpoints">How many signed checkpoints they agree with.</param>
internal sealed record AuditVerdict(bool Intact, long Entries, long? FirstBroken, long From, int Checkpoints);

internal sealed record VerifyAuditQuery : IQuery<Result<AuditVerdict>>;

internal static class VerifyAudit
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        Kernel.Http.PageAnswers.ToAnswer(await mediator.Send(new VerifyAuditQuery(), cancellationToken));

    internal sealed class Handler(PlatformDbContext db, PreparedReads reads, IMediator mediator) : IRequestHandler<VerifyAuditQuery, Result<AuditVerdict>>
    {
        public async Task<Result<AuditVerdict>> Handle(VerifyAuditQuery request, CancellationToken cancellationToken)
        {
            using var keys = CheckpointKeys.Of(await mediator.Send(new GetSigningKeys(), cancellationToken));
            while (true)
            {
                // What is there first and the head last: a chain that grows meanwhile is no shorter than it said.
                var signed = await db.AuditCheckpoints.MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
                var last = await db.AuditEntries.MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
                var head = await ReadHeadAsync(cancellationToken);
                var verdict = await FollowAsync(head, keys, cancellationToken);
                if (verdict.FirstBroken is null && Math.Max(signed, last) > head.Sequence)
                {
                    // The end was cut off and the head turned back, which a checkpoint knows better, or the entries themselves.
                    verdict = verdict with { Intact = false, FirstBroken = head.Sequence + 1 };
                }

                if (verdict.Intact || (await ReadHeadAsync(cancellationToken)).PrunedThrough == head.PrunedThrough)
                {
                    return verdict;
                }
            }
        }

        private async Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken)
        {
            var chain = db.OrganizationId!.Value;
            return await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(row => row.Chain == chain, cancellationToken) ?? new AuditHead(chain);
        }

        private async Task<AuditVerdict> FollowAsync(AuditHead head, CheckpointKeys keys, CancellationToken cancellationToken)
        {
            var (chain, from, agreed) = (head.Chain, head.PrunedThrough, 0);
            var check = new ChainCheck(chain, 0, new byte[head.Hash.Length]);
            if (from > 0)
            {
                // What came before is gone; the checkpoint at its end stands for it.
                var stands = await db.AuditCheckpoints.AsNoTracking().Where(row => row.Sequence == from).OrderByDescending(row => row.At).FirstOrDefaultAsync(cancellationToken);
                if (stands is null || !Has(stands))
                {
                    return new AuditVerdict(false, 0, from + 1, from + 1, 0);
                }

                (check, agreed) = (new ChainCheck(chain, from, stands.Hash), 1);
            }

            while (check.Sequence < head.Sequence)
            {
                var after = check.Sequence;
                var checkpoints = new Queue<AuditCheckpoint>(await db.AuditCheckpoints.AsNoTracking()
                    .Where(row => row.Sequence > after && row.Sequence <= after + StoredEntries.PerRead)
                    .OrderBy(row => row.Sequence)
                    .ToListAsync(cancellationToken));
                foreach (var entry in await reads.OfOrganizationAsync(StoredEntries.After, chain, after, StoredEntries.ReadOrNull))
                {
                    if (check.Sequence == head.Sequence)
                    {
                        // Appended after the head was read.
                        break;
                    }

                    if (entry is null || !check.Take(entry))
                    {
                        return Broken(check.Sequence + 1);
                    }

                    while (checkpoints.TryPeek(out var checkpoint) && checkpoint.Sequence == entry.Sequence)
                    {
                        agreed++;
                        if (!Has(checkpoints.Dequeue()) || !checkpoint.Hash.AsSpan().SequenceEqual(entry.Hash))
                        {
                            return Broken(entry.Sequence);
                        }
                    }
                }

                if (check.Sequence < Math.Min(after + StoredEntries.PerRead, head.Sequence))
                {
                    return Broken(check.Sequence + 1);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }

            // What was let go without the chain's saying so was taken away.
            if ((check.SaidPrunedThrough ?? 0) != from)
            {
                return Broken((check.SaidPrunedThrough ?? 0) + 1);
            }

            return head.Hash.AsSpan().SequenceEqual(check.Hash)
                ? new AuditVerdict(true, check.Sequence - from, null, from + 1, agreed)
                : Broken(check.Sequence);

            bool Has(AuditCheckpoint checkpoint) => keys.HaveSigned(checkpoint.Signature, chain, checkpoint.Sequence, checkpoint.Hash);

            AuditVerdict Broken(long at) => new(false, Math.Max(0, at - from - 1), at, from + 1, agreed);
        }
    }
}
