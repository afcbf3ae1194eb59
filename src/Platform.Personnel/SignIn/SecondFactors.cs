using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Who needs a second factor, what they have, and whether what they give is right.</summary>
internal sealed class SecondFactors(PlatformDbContext db, IMediator mediator, GuardedPasswords guarded, OperatorRules operators)
{
    public static readonly Error WrongCode = new(ErrorCodes.Unauthenticated, "The code is wrong, or it was used already. Wait for the next one.");

    /// <summary>How the account comes to a second factor: by what it has, or by enrolling one.</summary>
    public static async Task<SecondFactorDemand> WayOfAsync(PlatformDbContext db, Guid accountId)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == accountId);
        var hasPasskey = await db.Passkeys.AnyAsync(passkey => passkey.AccountId == accountId);
        List<string> methods = [];
        if (account.HasTwoFactor)
        {
            methods.Add("totp");
        }

        if (account.RecoveryCodesLeft > 0)
        {
            methods.Add("recoveryCode");
        }

        if (hasPasskey)
        {
            methods.Add("passkey");
        }

        // Whoever knows the password alone may enrol a factor only where there is none yet.
        return methods.Count > 0 ? new SecondFactorDemand("code", methods) : new SecondFactorDemand("enrolment");
    }

    public static Error Missing(SecondFactorDemand way) => way.Kind == "code"
        ? new Error(ErrorCodes.MfaRequired, "Give your second factor: a code of your authenticator app, a recovery code or a passkey.") { SecondFactor = way }
        : new Error(ErrorCodes.MfaRequired, "A second factor is required here, and your account has none yet. Enrol one.") { SecondFactor = way };

    /// <summary>Checks the second factor of an account that has an authenticator app; any other passes.</summary>
    public async Task<Error?> CheckAsync(HttpContext http, Account account, string? code, CancellationToken cancellationToken)
    {
        if (!account.HasTwoFactor)
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(code)
            ? Missing(await WayOfAsync(db, account.Id))
            : await guarded.GuardAsync(
                http,
                account.NormalizedEmail,
                async () => (await mediator.Send(new UseSecondFactor(account.Id, code.Trim()), cancellationToken)) is { Error: null, Value: true },
                WrongCode,
                cancellationToken);
    }

    /// <summary>True where the place that was chosen lets in only sessions that gave a second factor.</summary>
    public bool IsAskedBy(SignedIn.Choice choice) =>
        choice.Organization?.RequireMfa == true || (choice.Support is not null && operators.RequireMfa);

    /// <summary>
    /// The failure where the place that a session without a second factor would open into requires one. It has an enrolment
    /// token where there is nothing to be given yet: the caller has just proved the password.
    /// </summary>
    public async Task<Error?> DemandAsync(Account account, SignedIn.Choice choice, CancellationToken cancellationToken)
    {
        if (!IsAskedBy(choice) && !(choice.IsOperator && operators.RequireMfa))
        {
            return null;
        }

        var way = await WayOfAsync(db, account.Id);
        if (way.Kind == "code")
        {
            return Missing(way);
        }

        var ticket = await mediator.Send(new IssueTicket(TicketKind.Enrolment, account.Id, Convert.ToBase64String(Totp.NewKey())), cancellationToken);
        return ticket.Error ?? Missing(way with { EnrolmentToken = ticket.Value });
    }

    /// <summary>
    /// The failure where a session that gave no second factor would change those of an account that has some: a password alone
    /// must not be the way around them.
    /// </summary>
    public async Task<Error?> CheckMayChangeAsync(Grant caller)
    {
        if (caller.SecondFactor)
        {
            return null;
        }

        var way = await WayOfAsync(db, caller.AccountId!.Value);
        return way.Kind == "code" ? Missing(way) : null;
    }

    /// <summary>True where an organization of the account's, or its duty as operator, requires a second factor.</summary>
    public async Task<bool> IsRequiredAsync(Guid accountId, CancellationToken cancellationToken)
    {
        if (operators.RequireMfa && await mediator.Send(new IsOperator(accountId), cancellationToken))
        {
            return true;
        }

        var memberOf = await db.PeopleOfEveryOrganization.AsNoTracking()
            .Where(person => person.AccountId == accountId && person.Status == PersonStatus.Active)
            .Select(person => person.OrganizationId)
            .ToListAsync(cancellationToken);
        return (await mediator.Send(new GetOrganizations(memberOf), cancellationToken)).Any(organization => organization.RequireMfa);
    }
}

internal static class LastSecondFactor
{
    /// <summary>
    /// Locks the account until the transaction ends, so that of two factors that are removed at the same moment the second finds
    /// itself the last.
    /// </summary>
    public static Task<int> LockFactorsAsync(this PlatformDbContext db, Guid accountId, CancellationToken cancellationToken) => db.Accounts
        .Where(account => account.Id == accountId)
        .ExecuteUpdateAsync(set => set.SetProperty(account => account.CreatedAt, account => account.CreatedAt), cancellationToken);

    /// <summary>The account has none left: a session that has given one is as good as one that has not.</summary>
    public static async Task LoseFactorAsync(this PlatformDbContext db, Guid accountId, CancellationToken cancellationToken)
    {
        var sessions = db.Sessions.Where(session => session.AccountId == accountId && session.EndedAt == null && session.SecondFactor);
        foreach (var session in await sessions.ToListAsync(cancellationToken))
        {
            session.LoseSecondFactor();
        }
    }
}

/// <summary>Takes a code of the account's authenticator app, or one of its recovery codes, which is then gone. The value says whether it was right.</summary>
internal sealed record UseSecondFactor(Guid AccountId, string Code) : ICommand<Result<bool>>;

internal sealed class UseSecondFactorHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<UseSecondFactor, Result<bool>>
{
    public async Task<Result<bool>> Handle(UseSecondFactor request, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(row => row.Id == request.AccountId, cancellationToken);
        if (Totp.IsCode(request.Code))
        {
            if (account.AuthenticatorKey is not { } key || Totp.StepOf(key, request.Code, time.UtcNow(), account.LastTotpStep) is not { } step)
            {
                return false;
            }

            account.TakeCodeOf(step);
            return true;
        }

        var hash = RecoveryCodes.HashOf(account.Id, request.Code);
        if (await db.RecoveryCodes.SingleOrDefaultAsync(row => row.AccountId == account.Id && row.Hash == hash, cancellationToken) is not { } code)
        {
            return false;
        }

        db.Remove(code);
        account.UseRecoveryCode();
        return true;
    }
}
