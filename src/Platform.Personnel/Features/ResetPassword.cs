using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="Token">The reset link's token.</param>
/// <param name="Password">The new password, 8 to 256 characters.</param>
internal sealed record ResetPasswordRequest(string? Token, string? Password);

/// <summary>Sets the password and ends every session. It leaves the second factor as it is.</summary>
internal sealed record ResetPasswordCommand(byte[] TokenHash, string NewHash) : ICommand<Result>;

internal static class ResetPassword
{
    private static readonly Error Unknown = new(ErrorCodes.NotFound, "The link is unknown, used up or out of date. Ask for a new one.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ResetPasswordRequest body,
        HttpContext http,
        PlatformDbContext db,
        IMediator mediator,
        AttemptLimits limits,
        Passwords passwords,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (limits.Check(http, SignInLimit.FailuresOfAddress, address) is { } over)
        {
            return over.ToProblem();
        }

        var hash = OneTimeSecret.HashOf(body.Token ?? "");
        var link = await db.ResetLinks.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken);
        if (link?.IsOpenAt(time.UtcNow()) != true)
        {
            limits.Record(SignInLimit.FailuresOfAddress, address);
            return Unknown.ToProblem();
        }

        return Passwords.WhatIsWrongWith(body.Password) is { } weak
            ? Error.Invalid("password", weak).ToProblem()
            : (await mediator.Send(new ResetPasswordCommand(hash, passwords.Hash(body.Password!)), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator, TimeProvider time) : IRequestHandler<ResetPasswordCommand, Result>
    {
        public async Task<Result> Handle(ResetPasswordCommand request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var link = await db.ResetLinks.SingleAsync(row => row.TokenHash == request.TokenHash, cancellationToken);
            if (!link.IsOpenAt(now) || (link.IsByHand && !await IsStillTheOrganizationsAsync(link, cancellationToken)))
            {
                return Unknown;
            }

            var account = await db.Accounts.SingleAsync(row => row.Id == link.AccountId, cancellationToken);
            caller.Proved(new Actor("account", account.Id, account.Email));
            account.ResetPassword(request.NewHash, now);
            link.Use(now);
            await db.EndAllThatThePasswordOpenedAsync(account.Id, "password-reset", now, cancellationToken);
            if (await db.SignInAttempts.SingleOrDefaultAsync(row => row.NormalizedEmail == account.NormalizedEmail, cancellationToken) is { } attempts)
            {
                attempts.Forgive();
            }

            return Result.Done;
        }

        /// <summary>An administrator's link is good only as long as the account is in no other organization and runs no instance.</summary>
        private async Task<bool> IsStillTheOrganizationsAsync(ResetLink link, CancellationToken cancellationToken)
        {
            var people = await db.PeopleOfEveryOrganization.AsNoTracking().Where(person => person.AccountId == link.AccountId).ToListAsync(cancellationToken);
            return people is [{ Status: PersonStatus.Active } only]
                && only.OrganizationId == link.MadeIn
                && !await mediator.Send(new IsOperator(link.AccountId), cancellationToken);
        }
    }
}
