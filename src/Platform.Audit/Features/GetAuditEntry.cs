using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Data;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

internal sealed record GetAuditEntryQuery(Guid Id) : IQuery<Result<AuditEntryAnswer>>;

internal static class GetAuditEntry
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetAuditEntryQuery(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<GetAuditEntryQuery, Result<AuditEntryAnswer>>
    {
        public async Task<Result<AuditEntryAnswer>> Handle(GetAuditEntryQuery request, CancellationToken cancellationToken) =>
            await db.AuditEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Id == request.Id, cancellationToken) is { } entry
                ? AuditEntryAnswer.Of(entry)
                : Error.NotFound("entry");
    }
}
