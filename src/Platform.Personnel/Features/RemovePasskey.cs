using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

internal sealed record RemovePasskeyCommand(Guid Id) : ICommand<Result>;

internal static class RemovePasskey
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, OwnAccount own, CancellationToken cancellationToken) =>
        await own.CheckMayChangeFactorsAsync() is { } missing
            ? missing.ToProblem()
            : (await mediator.Send(new RemovePasskeyCommand(id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, OwnAccount own) : IRequestHandler<RemovePasskeyCommand, Result>
    {
        public async Task<Result> Handle(RemovePasskeyCommand request, CancellationToken cancellationToken)
        {
            await db.LockFactorsAsync(own.Id, cancellationToken);
            var mine = await db.Passkeys.Where(row => row.AccountId == own.Id).ToListAsync(cancellationToken);
            if (mine.Find(row => row.Id == request.Id) is not { } passkey)
            {
                return new Error(ErrorCodes.NotFound, "You have no such passkey.");
            }

            var othersLeft = mine.Count > 1 || (await own.ReadAsync(cancellationToken)).HasTwoFactor;
            if (await own.CheckDispensableAsync(othersLeft, cancellationToken) is { } needed)
            {
                return needed;
            }

            db.Remove(passkey);
            if (!othersLeft)
            {
                await db.LoseFactorAsync(own.Id, cancellationToken);
            }

            return Result.Done;
        }
    }
}
