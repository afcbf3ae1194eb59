using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;

namespace Platform.Personnel.Features;

/// <summary>Ends one of the caller's own sessions; its access tokens are refused once this has answered.</summary>
internal sealed record RevokeSessionCommand(Guid Id) : ICommand<Result>;

internal static class RevokeSession
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeSessionCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller, TimeProvider time) : IRequestHandler<RevokeSessionCommand, Result>
    {
        public async Task<Result> Handle(RevokeSessionCommand request, CancellationToken cancellationToken)
        {
            var account = caller.Grant!.AccountId;
            var session = await db.Sessions.SingleOrDefaultAsync(row => row.Id == request.Id && row.AccountId == account, cancellationToken);
            if (session is null)
            {
                return new Error(ErrorCodes.NotFound, "You have no such session.");
            }

            session.End("ended-by-owner", time.UtcNow());
            return Result.Done;
        }
    }
}
