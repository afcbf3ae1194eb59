using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Auditing;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

internal sealed record RegenerateMyTokenCommand : ICommand<Result<IssuedTokenAnswer>>;

internal static class RegenerateMyToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new RegenerateMyTokenCommand(), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created(GenerateMyToken.Location, result.Value);
    }

    internal sealed class Handler(TokenLife life, PersonalTokens personal, Caller caller, TokenAnswers answers)
        : IRequestHandler<RegenerateMyTokenCommand, Result<IssuedTokenAnswer>>
    {
        public async Task<Result<IssuedTokenAnswer>> Handle(RegenerateMyTokenCommand request, CancellationToken cancellationToken)
        {
            if (await personal.CheckAllowedAsync(cancellationToken) is { } refused)
            {
                return refused;
            }

            var me = caller.Grant!.SubjectId;
            var current = await life.FindLiveAsync(Token.LiveKeyOf(TokenKind.User, me, ""), cancellationToken);
            if (current is null)
            {
                return GetMyToken.None;
            }

            await life.RevokeAsync(current, "regenerated", cancellationToken);
            var wanted = await personal.DescribeAsync(me, current.Name, current.Scopes, cancellationToken);
            var (token, secret) = await life.IssueAsync(wanted, cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(token, cancellationToken), secret);
        }
    }
}
