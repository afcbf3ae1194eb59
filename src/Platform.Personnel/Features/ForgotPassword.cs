using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

internal sealed record ForgotPasswordRequest(string? Email);

/// <param name="Detail">The same whether or not the address is known.</param>
internal sealed record ForgotPasswordAnswer(string Detail);

/// <summary>Somebody asks for a reset link. Whether there is such an account is looked up when the mail is written, out of the caller's sight.</summary>
/// <param name="LinkAddress">Where the link is to lead; null where that can't be known.</param>
internal sealed record PasswordResetRequested(Guid OrganizationId, string Email, string? LinkAddress) : IOutboxEvent
{
    public static string Name => "account.reset-requested";
}

internal sealed record ForgotPasswordCommand(PasswordResetRequested Requested) : ICommand<Result>;

internal static class ForgotPassword
{
    private static readonly ForgotPasswordAnswer Answer = new("If there is an account with this e-mail address, a mail with a link is on its way.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        ForgotPasswordRequest body, HttpContext http, IMediator mediator, AttemptLimits limits, PublicAddress address, CancellationToken cancellationToken)
    {
        if (new Validator().Check(body) is { } invalid)
        {
            return invalid.ToProblem();
        }

        var email = Account.Normalize(body.Email!);
        if ((limits.Take(http, SignInLimit.ResetsOfAddress, http.Connection.RemoteIpAddress) ?? limits.Take(http, SignInLimit.ResetsOfEmail, email)) is { } over)
        {
            return over.ToProblem();
        }

        var requested = new PasswordResetRequested(Kernel.Data.OrganizationScope.Instance, email, address.ForStranger(http.Request));
        var noted = await mediator.Send(new ForgotPasswordCommand(requested), cancellationToken);
        return noted.Error is { } error ? error.ToProblem() : TypedResults.Accepted((string?)null, Answer);
    }

    internal sealed class Validator : AbstractValidator<ForgotPasswordRequest>
    {
        public Validator() => RuleFor(x => x.Email).NotEmpty().EmailAddress().MaximumLength(254);
    }

    internal sealed class Handler(Events events) : IRequestHandler<ForgotPasswordCommand, Result>
    {
        public async Task<Result> Handle(ForgotPasswordCommand request, CancellationToken cancellationToken)
        {
            await events.PublishAsync<PasswordResetRequested>(request.Requested, cancellationToken);
            return Result.Done;
        }
    }
}
