using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="EnrolmentToken">From the <c>mfa-required</c> answer to the right password.</param>
internal sealed record BeginEnrolmentRequest(string? EnrolmentToken);

internal static class BeginEnrolment
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        BeginEnrolmentRequest body, HttpContext http, Enrolments enrolments, CancellationToken cancellationToken)
    {
        var found = await enrolments.FindAsync(http, body.EnrolmentToken, cancellationToken);
        return found.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(AuthenticatorSetup.Of(found.Value.Key, found.Value.Account.Email));
    }
}

/// <summary>Enrolments of a second factor by those who have proved their password and are not signed in yet.</summary>
internal sealed class Enrolments(PlatformDbContext db, AttemptLimits limits, TimeProvider time)
{
    public static readonly Error Unknown = new(ErrorCodes.Unauthenticated, "The enrolment is unknown, done or out of date. Sign in again.");

    public sealed record Enrolment(Account Account, byte[] Key);

    public async Task<Result<Enrolment>> FindAsync(HttpContext http, string? token, CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (limits.Check(http, SignInLimit.FailuresOfAddress, address) is { } over)
        {
            return over;
        }

        var ticket = await db.Tickets.AsNoTracking().FindOpenAsync(TicketKind.Enrolment, token, time.UtcNow(), cancellationToken);
        var account = ticket is null ? null : await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == ticket.AccountId, cancellationToken);
        if (ticket is null || account is null || !await IsStillNeededAsync(db, ticket, account, cancellationToken))
        {
            limits.Record(SignInLimit.FailuresOfAddress, address);
            return Unknown;
        }

        return new Enrolment(account, Convert.FromBase64String(ticket.State));
    }

    /// <summary>A factor enrolled meanwhile, or a new password, ends it: it was given for what was there before.</summary>
    public static async Task<bool> IsStillNeededAsync(PlatformDbContext db, Ticket ticket, Account account, CancellationToken cancellationToken) =>
        !account.HasTwoFactor
        && !(account.PasswordChangedAt > ticket.CreatedAt)
        && !await db.Passkeys.AnyAsync(passkey => passkey.AccountId == account.Id, cancellationToken);
}
