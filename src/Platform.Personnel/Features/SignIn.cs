using FluentValidation;
using MediatR;
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
/// <param name="OrganizationId">The organization to sign in to, by id or slug; left out: the last one used.</param>
internal sealed record SignInRequest(string? Email, string? Password, string? OrganizationId);

internal static class SignInUseCase
{
    private static readonly Error Refused = new(ErrorCodes.Unauthenticated, "The e-mail address or the password is wrong.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        SignInRequest body,
        HttpContext http,
        PlatformDbContext db,
        IMediator mediator,
        GuardedPasswords passwords,
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
