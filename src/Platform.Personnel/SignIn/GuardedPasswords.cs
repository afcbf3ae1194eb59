using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>
/// Compares a password or a code, unless too many were wrong: for this e-mail address, known or not, or from the caller's
/// address. Whoever asks for one asks here, so that no way around the limits is left.
/// </summary>
internal sealed class GuardedPasswords(
    PlatformDbContext db, IMediator mediator, Passwords passwords, AttemptLimits limits, AttemptTurns turns, TimeProvider time)
{
    private static readonly Error Locked =
        new(ErrorCodes.AccountLocked, "There were too many failed attempts. Try again in 15 minutes.");

    /// <param name="http">The call, for its address.</param>
    /// <param name="email">Normalized.</param>
    /// <param name="account">Null where there is none with this address.</param>
    /// <param name="password">What the caller says it is.</param>
    /// <param name="wrong">The failure where it is another.</param>
    /// <returns>Null where the password is right.</returns>
    public Task<Error?> CheckAsync(HttpContext http, string email, Account? account, string password, Error wrong, CancellationToken cancellationToken) =>
        GuardAsync(http, email, () => Task.FromResult(passwords.Verify(account, password)), wrong, cancellationToken);

    /// <summary>The password of somebody who is signed in: a wrong one is a wrong field and signs nobody out.</summary>
    public async Task<Error?> CheckOwnAsync(HttpContext http, Account account, string field, string? password, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(password)
            ? Error.Invalid(field, $"{field} must be your password.")
            : await CheckAsync(http, account.NormalizedEmail, account, password, Error.Invalid(field, "The password is wrong."), cancellationToken);

    /// <param name="proves">True where what was given is right.</param>
    public async Task<Error?> GuardAsync(HttpContext http, string email, Func<Task<bool>> proves, Error wrong, CancellationToken cancellationToken)
    {
        // One at a time for an e-mail address: many at once would all be let try before the first failure counts.
        using var turn = await turns.TakeAsync(email, cancellationToken);
        var address = http.Connection.RemoteIpAddress;
        if (limits.Check(http, SignInLimit.FailuresOfAddress, address) is { } over)
        {
            return over;
        }

        var attempts = await db.SignInAttempts.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancellationToken);
        if (attempts?.IsLockedAt(time.UtcNow()) == true)
        {
            return Locked;
        }

        if (await proves())
        {
            return null;
        }

        limits.Record(SignInLimit.FailuresOfAddress, address);
        await mediator.Send(new RecordFailedSignIn(email), CancellationToken.None);
        return wrong;
    }
}

/// <summary>Lets the attempts for one e-mail address take turns.</summary>
internal sealed class AttemptTurns : IDisposable
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(string email, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)email.GetHashCode(StringComparison.Ordinal) % _turns.Length];
        await turn.WaitAsync(cancellationToken);
        return new Taken(turn);
    }

    public void Dispose() => Array.ForEach(_turns, turn => turn.Dispose());

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
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
