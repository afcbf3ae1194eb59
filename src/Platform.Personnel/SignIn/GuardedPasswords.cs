using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>
/// Compares a password, unless too many were wrong: for this e-mail address, known or not, or from the caller's address.
/// Whoever asks for a password asks here, so that no way around the limits is left.
/// </summary>
internal sealed class GuardedPasswords(PlatformDbContext db, IMediator mediator, Passwords passwords, FailedAttempts failed, TimeProvider time)
{
    private static readonly Error Locked =
        new(ErrorCodes.AccountLocked, "There were too many failed attempts. Try again in 15 minutes.");

    private static readonly Error TooMany =
        new(ErrorCodes.RateLimited, "There were too many failed attempts from your address. Try again in a minute.");

    /// <param name="http">The call, for its address.</param>
    /// <param name="email">Normalized.</param>
    /// <param name="account">Null where there is none with this address.</param>
    /// <param name="password">What the caller says it is.</param>
    /// <param name="wrong">The failure where it is another.</param>
    /// <returns>Null where the password is right.</returns>
    public async Task<Error?> CheckAsync(
        HttpContext http, string email, Account? account, string password, Error wrong, CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (failed.IsOver(address))
        {
            http.Response.Headers.RetryAfter = "60";
            return TooMany;
        }

        var attempts = await db.SignInAttempts.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancellationToken);
        if (attempts?.IsLockedAt(time.UtcNow()) == true)
        {
            return Locked;
        }

        if (passwords.Verify(account, password))
        {
            return null;
        }

        failed.Record(address);
        await mediator.Send(new RecordFailedSignIn(email), CancellationToken.None);
        return wrong;
    }
}

/// <summary>Counts a failed sign-in for an e-mail address, known or not.</summary>
internal sealed record RecordFailedSignIn(string NormalizedEmail) : ICommand<Result>;

internal sealed class RecordFailedSignInHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<RecordFailedSignIn, Result>
{
    public async Task<Result> Handle(RecordFailedSignIn request, CancellationToken cancellationToken)
    {
        var attempts = await db.SignInAttempts.SingleOrDefaultAsync(row => row.NormalizedEmail == request.NormalizedEmail, cancellationToken);
        if (attempts is null)
        {
            db.Add(attempts = new SignInAttempts(request.NormalizedEmail));
        }

        attempts.Fail(time.UtcNow());
        return Result.Done;
    }
}
