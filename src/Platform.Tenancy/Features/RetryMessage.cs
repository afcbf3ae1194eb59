using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;

namespace Platform.Tenancy.Features;

internal sealed record RetryMessageCommand(Guid Id) : ICommand<Result>;

internal static class RetryMessage
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RetryMessageCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, UnitOfWork work, OutboxSignal outbox, TimeProvider time) : IRequestHandler<RetryMessageCommand, Result>
    {
        public async Task<Result> Handle(RetryMessageCommand request, CancellationToken cancellationToken)
        {
            var message = await db.Set<OutboxMessage>().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (message?.Retry(time.UtcNow()) != true)
            {
                return new Error(ErrorCodes.NotFound, "There is no such message set aside.");
            }

            db.Changes!.Note(new AuditFact(OrganizationScope.Instance, "message.retried", "message", message.Id, message.Name, []));
            work.WhenCommitted(outbox.Set);
            return Result.Done;
        }
    }
}
