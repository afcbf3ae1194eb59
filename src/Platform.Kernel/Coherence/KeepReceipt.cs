using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Coherence;

/// <summary>Writes the receipt of what ended something down, for who asks again. The first one stays.</summary>
public sealed record KeepReceipt(Guid TargetId, Receipt Receipt) : ICommand<Result>, IAfterwards;

internal sealed class KeepReceiptHandler(PlatformDbContext db) : IRequestHandler<KeepReceipt, Result>
{
    public async Task<Result> Handle(KeepReceipt request, CancellationToken cancellationToken)
    {
        if (!await db.Set<RevisionReceipt>().AnyAsync(row => row.TargetId == request.TargetId, cancellationToken))
        {
            var nodes = JsonSerializer.Serialize(request.Receipt.Nodes, JsonSerializerOptions.Web);
            db.Add(new RevisionReceipt(request.TargetId, request.Receipt.Revision, nodes));
        }

        return Result.Done;
    }
}
