using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>An empty instance's beginning.</summary>
/// <param name="Code">The one-time code that the host printed at start.</param>
internal sealed record SetUpInstanceRequest(
    string? Code, SetUpInstanceRequest.FirstOperator? Operator, SetUpInstanceRequest.FirstOrganization? Organization, SetUpInstanceRequest.FirstAdministrator? Administrator)
{
    internal sealed record FirstOperator(string? Email, string? Password);

    internal sealed record FirstOrganization(string? Name, string? Slug);

    /// <param name="Password">Left out where the administrator is the operator, by the same e-mail address.</param>
    internal sealed record FirstAdministrator(string? Name, string? Email, string? Password);
}

/// <param name="Required">True while the instance has no operator.</param>
internal sealed record SetupAnswer(bool Required);

internal static class SetUpInstanceUseCase
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> StateEndpoint(IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SetupAnswer(!await mediator.Send(new HasOperator(), cancellationToken)));

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        SetUpInstanceRequest body,
        HttpContext http,
        PlatformDbContext db,
        IMediator mediator,
        Passwords passwords,
        AttemptLimits limits,
        SignedIn signedIn,
        CancellationToken cancellationToken)
    {
        if (new Validator().Check(body) is { } invalid)
        {
            return invalid.ToProblem();
        }

        if (limits.Check(http, SignInLimit.FailuresOfAddress, http.Connection.RemoteIpAddress) is { } over)
        {
            return over.ToProblem();
        }

        var (op, administrator) = (body.Operator!, body.Administrator!);
        var operatorHash = passwords.Hash(op.Password!);
        var administratorHash = IsSamePerson(body) ? operatorHash : passwords.Hash(administrator.Password!);
        var organization = new CreateOrganization(
            body.Organization!.Name!.Trim(), body.Organization.Slug!, administrator.Name!.Trim(), administrator.Email!.Trim(), administratorHash);
        var made = await mediator.Send(new SetUpInstance(body.Code!, op.Email!.Trim(), operatorHash, organization), cancellationToken);
        if (made.Error is { } error)
        {
            limits.Record(SignInLimit.FailuresOfAddress, http.Connection.RemoteIpAddress);
            return error.ToProblem();
        }

        var email = Account.Normalize(administrator.Email!);
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.NormalizedEmail == email, cancellationToken);
        var choice = await signedIn.ChooseAsync(account.Id, made.Value.Id.ToString(), cancellationToken);
        // Nobody can have a second factor yet: an operator's acts ask for one later, where the instance requires it.
        var session = await mediator.Send(new OpenSession(account.Id, made.Value.Id, SecondFactor: false), cancellationToken);
        return (choice.Error ?? session.Error) is { } unavailable
            ? unavailable.ToProblem()
            : TypedResults.Ok(await signedIn.AnswerAsync(http, account.Id, account.Email, choice.Value, session.Value, cancellationToken));
    }

    private static bool IsSamePerson(SetUpInstanceRequest body) =>
        Account.Normalize(body.Operator!.Email!) == Account.Normalize(body.Administrator!.Email!);

    internal sealed class Validator : AbstractValidator<SetUpInstanceRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Code).NotEmpty();
            RuleFor(x => x.Operator).NotNull();
            RuleFor(x => x.Organization).NotNull();
            RuleFor(x => x.Administrator).NotNull();
            When(x => x is { Operator: not null, Organization: not null, Administrator: not null }, () =>
            {
                RuleFor(x => x.Operator!.Email).NotEmpty().EmailAddress().MaximumLength(254);
                RuleFor(x => x.Operator!.Password).Custom(CheckPassword);
                RuleFor(x => x.Organization!.Name).NotEmpty().MaximumLength(200);
                RuleFor(x => x.Organization!.Slug).NotEmpty().Matches("^[a-z0-9]+(-[a-z0-9]+)*$").Length(2, 63)
                    .WithMessage("slug must be 2 to 63 lower case letters, digits and single hyphens.");
                RuleFor(x => x.Administrator!.Name).NotEmpty().MaximumLength(200);
                RuleFor(x => x.Administrator!.Email).NotEmpty().EmailAddress().MaximumLength(254);
                RuleFor(x => x.Administrator!.Password).Custom(CheckPassword)
                    .When(x => x.Operator!.Email is null || x.Administrator!.Email is null || !IsSamePerson(x));
            });
        }

        private static void CheckPassword(string? password, ValidationContext<SetUpInstanceRequest> context)
        {
            if (Passwords.WhatIsWrongWith(password) is { } wrong)
            {
                context.AddFailure(wrong);
            }
        }
    }
}
