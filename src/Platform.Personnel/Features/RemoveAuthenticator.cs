using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="Password">The account's own.</param>
internal sealed record RemoveAuthenticatorRequest(string? Password);

internal sealed record RemoveAuthenticatorCommand(Guid AccountId) : ICommand<Result>;

internal static class RemoveAuthenticator
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        RemoveAuthenticatorRequest body, HttpContext http, IMediator mediator, OwnAccount own, CancellationToken cancellationToken) =>
        await own.CheckForFactorsAsync(http, body.Password, cancellationToken) is { } refused
            ? refused.ToProblem()
            : (await mediator.Send(new RemoveAuthenticatorCommand(own.Id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, OwnAccount own) : IRequestHandler<RemoveAuthenticatorCommand, Result>
    {
        public async Task<Result> Handle(RemoveAuthenticatorCommand request, CancellationToken cancellationToken)
        {
            await db.LockFactorsAsync(request.AccountId, cancellationToken);
            var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
            if (!account.HasTwoFactor)
            {
                return Result.Done;
            }

            var hasPasskey = await db.Passkeys.AnyAsync(passkey => passkey.AccountId == account.Id, cancellationToken);
            if (await own.CheckDispensableAsync(hasPasskey, cancellationToken) is { } needed)
            {
                return needed;
            }

            account.RemoveAuthenticator();
            await RecoveryCodes.RemoveAsync(db, account, cancellationToken);
            if (!hasPasskey)
            {
                await db.LoseFactorAsync(account.Id, cancellationToken);
            }

            return Result.Done;
        }
    }
}
