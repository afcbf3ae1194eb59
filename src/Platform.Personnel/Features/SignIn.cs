using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>Who wants to sign in.</summary>
/// <param name="OrganizationId">The organization to sign in to, by id or slug; left out: the last one used.</param>
internal sealed record SignInRequest(string? Email, string? Password, string? OrganizationId);

internal static class SignInUseCase
{
    private static readonly Error Refused = new(ErrorCodes.Unauthenticated, "The e-mail address or the password is wrong.");

    private static readonly Error Locked =
        new(ErrorCodes.AccountLocked, "There were too many failed attempts. Try again in 15 minutes.");

    private static readonly Error TooMany =
        new(ErrorCodes.RateLimited, "There were too many failed attempts from your address. Try again in a minute.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        SignInRequest body,
        HttpContext http,
        PlatformDbContext db,
        IMediator mediator,
        Passwords passwords,
        FailedAttempts failed,
        SignedIn signedIn,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (new Validator().Check(body) is { } invalid)
        {
            return invalid.ToProblem();
        }

        var address = http.Connection.RemoteIpAddress;
        if (failed.IsOver(address))
        {
            http.Response.Headers.RetryAfter = "60";
            return TooMany.ToProblem();
        }

        var email = Account.Normalize(body.Email!);
        var attempts = await db.SignInAttempts.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancellationToken);
        if (attempts?.IsLockedAt(time.UtcNow()) == true)
        {
            return Locked.ToProblem();
        }

        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancellationToken);
        if (!passwords.Verify(account, body.Password!))
        {
            failed.Record(address);
            await mediator.Send(new RecordFailedSignIn(email), CancellationToken.None);
            return Refused.ToProblem();
        }

        var choice = await signedIn.ChooseAsync(account!.Id, body.OrganizationId, cancellationToken);
        if (choice.Error is { } unavailable)
        {
            return unavailable.ToProblem();
        }

        var session = await mediator.Send(new OpenSession(account.Id, choice.Value.OrganizationId), cancellationToken);
        return session.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok(await signedIn.AnswerAsync(http, account.Id, account.Email, choice.Value, session.Value, cancellationToken));
    }

    internal sealed class Validator : AbstractValidator<SignInRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(256);
        }
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
