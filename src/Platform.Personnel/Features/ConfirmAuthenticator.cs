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

/// <param name="Code">Six digits of the authenticator app that has just been set up.</param>
internal sealed record ConfirmAuthenticatorRequest(string? Code);

/// <param name="RecoveryCodes">Ten codes, each good once in place of the authenticator app's. Shown once.</param>
internal sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes);

/// <summary>The value is null where the code is wrong.</summary>
internal sealed record ConfirmAuthenticatorCommand(Guid AccountId, Guid SessionId, string Code) : ICommand<Result<IReadOnlyList<string>?>>;

internal static class ConfirmAuthenticator
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ConfirmAuthenticatorRequest body, HttpContext http, IMediator mediator, OwnAccount own, GuardedPasswords guarded, CancellationToken cancellationToken)
    {
        if (await own.CheckMayChangeFactorsAsync() is { } missing)
        {
            return missing.ToProblem();
        }

        var account = await own.ReadAsync(cancellationToken);
        if (account.PendingAuthenticatorKey is null)
        {
            return Error.Conflict("No authenticator app is being set up. Begin again.").ToProblem();
        }

        IReadOnlyList<string>? codes = null;
        async Task<bool> ProvesAsync()
        {
            var confirmed = await mediator.Send(new ConfirmAuthenticatorCommand(account.Id, own.SessionId, body.Code?.Trim() ?? ""), cancellationToken);
            codes = confirmed.Error is null ? confirmed.Value : null;
            return codes is not null;
        }

        var wrong = Error.Invalid("code", "That is not the code which the app shows now. Check the device’s clock, or set the app up again.");
        return await guarded.GuardAsync(http, account.NormalizedEmail, ProvesAsync, wrong, cancellationToken) is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(new RecoveryCodesAnswer(codes!));
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<ConfirmAuthenticatorCommand, Result<IReadOnlyList<string>?>>
    {
        public async Task<Result<IReadOnlyList<string>?>> Handle(ConfirmAuthenticatorCommand request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
            if (account.PendingAuthenticatorKey is not { } key || Totp.StepOf(key, request.Code, now, lastStep: 0) is not { } step)
            {
                return Result<IReadOnlyList<string>?>.Of(null);
            }

            account.EnableAuthenticator(key, step, now);
            (await db.Sessions.SingleAsync(row => row.Id == request.SessionId, cancellationToken)).GiveSecondFactor();
            return Result<IReadOnlyList<string>?>.Of(await RecoveryCodes.ReplaceAsync(db, account, cancellationToken));
        }
    }
}
