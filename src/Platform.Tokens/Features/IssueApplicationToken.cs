using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Roles;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>A token with which an application verifies tokens of all organizations.</summary>
/// <param name="ExpiresAt">Left out or null: no expiration.</param>
internal sealed record IssueApplicationTokenRequest(string? Name, DateTimeOffset? ExpiresAt);

internal sealed record IssueApplicationTokenCommand(Guid ApplicationId, string? Name, DateTime? ExpiresAt)
    : ICommand<Result<IssuedTokenAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => TokenRules.NameTaken;
}

internal static class IssueApplicationToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IssueApplicationTokenRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var command = new IssueApplicationTokenCommand(id, body.Name, body.ExpiresAt?.UtcDateTime.ToMilliseconds());
        var result = await mediator.Send(command, cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/instance/applications/{id}/tokens/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<IssueApplicationTokenCommand>
    {
        public Validator(TimeProvider time)
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
            RuleFor(x => x.ExpiresAt).Must(end => end is null || end > time.UtcNow()).WithMessage("expiresAt must be in the future.");
        }
    }

    internal sealed class Handler(TokenLife life, IMediator mediator, TimeProvider time)
        : IRequestHandler<IssueApplicationTokenCommand, Result<IssuedTokenAnswer>>
    {
        public async Task<Result<IssuedTokenAnswer>> Handle(IssueApplicationTokenCommand request, CancellationToken cancellationToken)
        {
            var application = await mediator.Send(new GetApplication(request.ApplicationId), cancellationToken);
            if (application is null)
            {
                return new Error(ErrorCodes.NotFound, "There is no such application.");
            }

            if (await life.FindLiveAsync(Token.LiveKeyOf(TokenKind.Application, application.Id, request.Name!), cancellationToken) is not null)
            {
                return request.OnDuplicate;
            }

            var (token, secret) = await life.IssueAsync(
                new NewToken(TokenKind.Application, application.Id, request.Name!, null, [application.Name], [], [], request.ExpiresAt), cancellationToken);
            return new IssuedTokenAnswer(TokenAnswers.Of(token, application.Name, time.UtcNow()), secret);
        }
    }
}
