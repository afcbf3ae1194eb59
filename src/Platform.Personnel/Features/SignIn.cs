using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>Who wants to sign in.</summary>
/// <param name="Code">Where the account has an authenticator app: its six digits, or one of the recovery codes.</param>
/// <param name="OrganizationId">The organization to sign in to, by id or slug; left out: the last one used.</param>
internal sealed record SignInRequest(string? Email, string? Password, string? Code, string? OrganizationId);

internal static class SignInUseCase
{
    private static readonly Error Refused = new(ErrorCodes.Unauthenticated, "The e-mail address or the password is wrong.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        SignInRequest body,
        HttpContext http,
        PlatformDbContext db,
        GuardedPasswords passwords,
        SecondFactors factors,
        SignedIn signedIn,
        CancellationToken cancellationToken)
    {
        if (new Validator().Check(body) is { } invalid)
        {
            return invalid.ToProblem();
        }

        var email = Account.Normalize(body.Email!);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancellationToken);
        if (await passwords.CheckAsync(http, email, account, body.Password!, Refused, cancellationToken) is { } refused)
        {
            return refused.ToProblem();
        }

        if (await factors.CheckAsync(http, account!, body.Code, cancellationToken) is { } missing)
        {
            return missing.ToProblem();
        }

        return (await signedIn.EnterAsync(http, account!, body.OrganizationId, account!.HasTwoFactor, cancellationToken)).ToAnswer();
    }

    internal sealed class Validator : AbstractValidator<SignInRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(256);
            RuleFor(x => x.Code).MaximumLength(50);
        }
    }
}
