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

/// <param name="Token">The invitation link's token.</param>
/// <param name="Password">A new account's password to be; an existing account's own one.</param>
/// <param name="Code">Where an existing account has an authenticator app: its six digits, or a recovery code.</param>
internal sealed record AcceptInvitationRequest(string? Token, string? Password, string? Code);

internal static class AcceptInvitation
{
    private static readonly Error Unknown =
        new(ErrorCodes.NotFound, "The invitation is unknown, used up or out of date. Ask whoever invited you for a new one.");

    private static readonly Error WrongPassword =
        new(ErrorCodes.Unauthenticated, "There is an account for your e-mail address already. Accept the invitation with its password.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        AcceptInvitationRequest body,
        HttpContext http,
        PlatformDbContext db,
        OrganizationScope scope,
        IMediator mediator,
        Passwords passwords,
        GuardedPasswords guarded,
        SecondFactors factors,
        SignedIn signedIn,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(body.Token))
        {
            return Error.Invalid("token", "token must be the one of the invitation link.").ToProblem();
        }

        var hash = OneTimeSecret.HashOf(body.Token);
        var invitation = await db.InvitationsOfEveryOrganization.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken);
        if (invitation?.IsOpenAt(time.UtcNow()) != true)
        {
            return Unknown.ToProblem();
        }

        // The instance, which invites operators, is never suspended.
        if (!invitation.IsForOperator
            && await mediator.Send(new GetOrganizationStanding(invitation.OrganizationId), cancellationToken) is not { IsSuspended: false })
        {
            return Error.Suspended().ToProblem();
        }

        scope.Enter(invitation.OrganizationId);
        var account = await InvitedAsync(db, invitation, cancellationToken);
        string? newPasswordHash = null;
        if (account.PasswordHash is not null)
        {
            if (await guarded.CheckAsync(http, account.NormalizedEmail, account, body.Password ?? "", WrongPassword, cancellationToken) is { } refused)
            {
                return refused.ToProblem();
            }

            if (await factors.CheckAsync(http, account, body.Code, cancellationToken) is { } missing)
            {
                return missing.ToProblem();
            }
        }
        else if (Passwords.WhatIsWrongWith(body.Password) is { } weak)
        {
            return Error.Invalid("password", weak).ToProblem();
        }
        else
        {
            newPasswordHash = passwords.Hash(body.Password!);
        }

        var accepted = await mediator.Send(new AcceptInvitationCommand(invitation.Id, newPasswordHash), cancellationToken);
        if (accepted.Error is { } error)
        {
            return error.ToProblem();
        }

        // They have joined, even where the organization or the operator's duty now asks for a second factor to be enrolled first.
        var organization = invitation.IsForOperator ? null : invitation.OrganizationId.ToString();
        return (await signedIn.EnterAsync(http, account, organization, account.HasTwoFactor, cancellationToken)).ToAnswer();
    }

    private static Task<Account> InvitedAsync(PlatformDbContext db, Invitation invitation, CancellationToken cancellationToken) => invitation.IsForOperator
        ? db.Accounts.AsNoTracking().SingleAsync(row => row.Id == invitation.PersonId, cancellationToken)
        : (
            from person in db.People
            join row in db.Accounts on person.AccountId equals row.Id
            where person.Id == invitation.PersonId
            select row).AsNoTracking().SingleAsync(cancellationToken);

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator, TimeProvider time) : IRequestHandler<AcceptInvitationCommand, Result>
    {
        public async Task<Result> Handle(AcceptInvitationCommand request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var invitation = await db.Invitations.SingleAsync(row => row.Id == request.InvitationId, cancellationToken);
            var person = invitation.IsForOperator ? null : await db.People.SingleAsync(row => row.Id == invitation.PersonId, cancellationToken);
            if (!invitation.IsOpenAt(now) || person is { Status: not PersonStatus.Invited })
            {
                return Unknown;
            }

            var accountId = person?.AccountId ?? invitation.PersonId;
            var account = await db.Accounts.SingleAsync(row => row.Id == accountId, cancellationToken);
            caller.Proved(new Actor("account", account.Id, account.Email));
            if (request.NewPasswordHash is { } hash)
            {
                // Another organization's invitation may have been accepted a moment ago.
                if (account.PasswordHash is not null)
                {
                    return WrongPassword;
                }

                account.SetFirstPassword(hash, now);
            }

            invitation.Accept(now);
            if (person is null)
            {
                return await mediator.Send(new ConfirmOperator(account.Id), cancellationToken);
            }

            person.Activate();
            return Result.Done;
        }
    }
}

/// <param name="NewPasswordHash">For an account that has no password yet.</param>
internal sealed record AcceptInvitationCommand(Guid InvitationId, string? NewPasswordHash) : ICommand<Result>;
