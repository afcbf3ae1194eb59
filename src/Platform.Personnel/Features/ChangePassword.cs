using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="CurrentPassword">The one that is to be good no more.</param>
/// <param name="NewPassword">8 to 256 characters.</param>
internal sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword);

/// <param name="KnownHash">That of the password that was proved: another one by now was not.</param>
internal sealed record ChangePasswordCommand(Guid AccountId, string KnownHash, string NewHash) : ICommand<Result>;

internal static class ChangePassword
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ChangePasswordRequest body,
        HttpContext http,
        Caller caller,
        IMediator mediator,
        OwnAccount own,
        Passwords passwords,
        GuardedPasswords guarded,
        SignedIn signedIn,
        CancellationToken cancellationToken)
    {
        if (Passwords.WhatIsWrongWith(body.NewPassword) is { } weak)
        {
            return Error.Invalid("newPassword", weak).ToProblem();
        }

        var account = await own.ReadAsync(cancellationToken);
        if (await guarded.CheckOwnAsync(http, account, "currentPassword", body.CurrentPassword, cancellationToken) is { } refused)
        {
            return refused.ToProblem();
        }

        var changed = await mediator.Send(new ChangePasswordCommand(account.Id, account.PasswordHash!, passwords.Hash(body.NewPassword!)), cancellationToken);
        if (changed.Error is { } error)
        {
            return error.ToProblem();
        }

        // Every session has ended, this one too: here is a new one for the device that made the change.
        var grant = caller.Grant!;
        var choice = await signedIn.ChooseAsync(account.Id, grant.Organization?.Id.ToString(), cancellationToken);
        if (choice.Error is { } unavailable)
        {
            return unavailable.ToProblem();
        }

        var session = await mediator.Send(new OpenSession(account.Id, choice.Value.OrganizationId, grant.SecondFactor), cancellationToken);
        return session.Error is { } failed
            ? failed.ToProblem()
            : TypedResults.Ok(await signedIn.AnswerAsync(http, account.Id, account.Email, choice.Value, session.Value, cancellationToken));
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<ChangePasswordCommand, Result>
    {
        public async Task<Result> Handle(ChangePasswordCommand request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
            if (account.PasswordHash != request.KnownHash)
            {
                return Error.Conflict("The password has been changed meanwhile. Sign in again.");
            }

            account.ChangePassword(request.NewHash, now);
            await db.EndAllThatThePasswordOpenedAsync(account.Id, "password-changed", now, cancellationToken);
            return Result.Done;
        }
    }
}
