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
internal sealed record ReplaceRecoveryCodesRequest(string? Password);

internal sealed record ReplaceRecoveryCodesCommand(Guid AccountId) : ICommand<Result<RecoveryCodesAnswer>>;

internal static class ReplaceRecoveryCodes
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ReplaceRecoveryCodesRequest body, HttpContext http, IMediator mediator, OwnAccount own, CancellationToken cancellationToken) =>
        await own.CheckForFactorsAsync(http, body.Password, cancellationToken) is { } refused
            ? refused.ToProblem()
            : (await mediator.Send(new ReplaceRecoveryCodesCommand(own.Id), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db) : IRequestHandler<ReplaceRecoveryCodesCommand, Result<RecoveryCodesAnswer>>
    {
        public async Task<Result<RecoveryCodesAnswer>> Handle(ReplaceRecoveryCodesCommand request, CancellationToken cancellationToken)
        {
            var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
            return account.HasTwoFactor
                ? new RecoveryCodesAnswer(await RecoveryCodes.ReplaceAsync(db, account, cancellationToken))
                : Error.Conflict("Recovery codes stand in for an authenticator app, and you have none. Set one up first.");
        }
    }
}
