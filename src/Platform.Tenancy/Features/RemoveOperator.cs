using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;

namespace Platform.Tenancy.Features;

/// <summary>Somebody runs the instance no more: every session and support entry of theirs has ended, on every node, once this has answered.</summary>
internal sealed record RemoveOperatorCommand(Guid Id) : ICommand<Result>;

internal static class RemoveOperator
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveOperatorCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, SupportEnds ends, IMediator mediator) : IRequestHandler<RemoveOperatorCommand, Result>
    {
        public async Task<Result> Handle(RemoveOperatorCommand request, CancellationToken cancellationToken)
        {
            // The rows are locked until the transaction ends, so that of two who remove each other the second finds itself the last.
            await db.Operators.ExecuteUpdateAsync(set => set.SetProperty(row => row.Email, row => row.Email), cancellationToken);
            if (await db.Operators.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } op)
            {
                return new Error(ErrorCodes.NotFound, "There is no such operator.");
            }

            var joined = op.InvitedUntil is null;
            if (joined && !await db.Operators.AnyAsync(row => row.Id != op.Id && row.InvitedUntil == null, cancellationToken))
            {
                return Error.Conflict("This is the last operator of the instance. Invite somebody else first, and wait until they have joined.");
            }

            op.Remove();
            db.Remove(op);
            await ends.EndAllOfAsync(op.AccountId, cancellationToken);
            return await mediator.Send(new EndOperatorAccess(op.AccountId, joined), cancellationToken);
        }
    }
}
