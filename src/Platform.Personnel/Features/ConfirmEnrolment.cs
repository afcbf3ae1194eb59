using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="EnrolmentToken">From the <c>mfa-required</c> answer to the right password.</param>
/// <param name="Code">Six digits of the authenticator app that has just been set up.</param>
/// <param name="OrganizationId">The organization to sign in to, by id or slug; left out: the last one used.</param>
internal sealed record ConfirmEnrolmentRequest(string? EnrolmentToken, string? Code, string? OrganizationId);

/// <summary>The value is null where the code is wrong: the enrolment then stays open.</summary>
internal sealed record ConfirmEnrolmentCommand(string EnrolmentToken, string Code) : ICommand<Result<IReadOnlyList<string>?>>;

internal static class ConfirmEnrolment
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ConfirmEnrolmentRequest body,
        HttpContext http,
        IMediator mediator,
        Enrolments enrolments,
        GuardedPasswords guarded,
        SignedIn signedIn,
        CancellationToken cancellationToken)
    {
        var found = await enrolments.FindAsync(http, body.EnrolmentToken, cancellationToken);
        if (found.Error is { } unknown)
        {
            return unknown.ToProblem();
        }

        var account = found.Value.Account;
        var choice = await signedIn.ChooseAsync(account.Id, body.OrganizationId, cancellationToken);
        if (choice.Error is { } unavailable)
        {
            return unavailable.ToProblem();
        }

        IReadOnlyList<string>? codes = null;
        async Task<bool> ProvesAsync()
        {
            var confirmed = await mediator.Send(new ConfirmEnrolmentCommand(body.EnrolmentToken!, body.Code?.Trim() ?? ""), cancellationToken);
            codes = confirmed.Error is null ? confirmed.Value : null;
            return codes is not null;
        }

        if (await guarded.GuardAsync(http, account.NormalizedEmail, ProvesAsync, SecondFactors.WrongCode, cancellationToken) is { } refused)
        {
            return refused.ToProblem();
        }

        var entered = await signedIn.EnterAsync(http, account, body.OrganizationId, secondFactor: true, cancellationToken);
        return entered.Error is { } error ? error.ToProblem() : TypedResults.Ok(entered.Value with { RecoveryCodes = codes });
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, TimeProvider time) : IRequestHandler<ConfirmEnrolmentCommand, Result<IReadOnlyList<string>?>>
    {
        public async Task<Result<IReadOnlyList<string>?>> Handle(ConfirmEnrolmentCommand request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            if (await db.Tickets.FindOpenAsync(TicketKind.Enrolment, request.EnrolmentToken, now, cancellationToken) is not { } ticket)
            {
                return Enrolments.Unknown;
            }

            var account = await db.Accounts.SingleAsync(row => row.Id == ticket.AccountId, cancellationToken);
            var key = Convert.FromBase64String(ticket.State);
            if (!await Enrolments.IsStillNeededAsync(db, ticket, account, cancellationToken))
            {
                return Enrolments.Unknown;
            }

            if (Totp.StepOf(key, request.Code, now, lastStep: 0) is not { } step)
            {
                return Result<IReadOnlyList<string>?>.Of(null);
            }

            caller.Proved(new Actor("account", account.Id, account.Email));
            db.Remove(ticket);
            account.EnableAuthenticator(key, step, now);
            return Result<IReadOnlyList<string>?>.Of(await RecoveryCodes.ReplaceAsync(db, account, cancellationToken));
        }
    }
}
