using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Audit.Domain;
using Platform.Contracts.Audit;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>Signs how far a chain has come.</summary>
internal sealed class CreateAuditCheckpointHandler(PlatformDbContext db, IMediator mediator, TimeProvider time)
    : IRequestHandler<CreateAuditCheckpoint, Result<AuditCheckpointMade>>
{
    public async Task<Result<AuditCheckpointMade>> Handle(CreateAuditCheckpoint request, CancellationToken cancellationToken)
    {
        var chain = db.OrganizationId ?? throw new InvalidOperationException("A checkpoint is of a chain: there is no organization in context.");
        var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(row => row.Chain == chain, cancellationToken) ?? new AuditHead(chain);
        var made = await db.AuditCheckpoints.AsNoTracking()
            .Where(row => row.Sequence == head.Sequence)
            .OrderByDescending(row => row.At)
            .FirstOrDefaultAsync(cancellationToken);
        if (made?.Hash.AsSpan().SequenceEqual(head.Hash) != true)
        {
            var at = time.UtcNow();
            at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
            var signature = await mediator.Send(new SignCheckpoint(chain, head.Sequence, Convert.ToHexStringLower(head.Hash), at), cancellationToken);
            db.Add(made = new AuditCheckpoint(head.Sequence, head.Hash, at, signature));
        }

        return new AuditCheckpointMade(made.Sequence, Convert.ToHexStringLower(made.Hash), made.At, made.Signature);
    }
}
