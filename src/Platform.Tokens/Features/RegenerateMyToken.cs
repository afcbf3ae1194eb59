using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <param name="Id">Which of several; left out: the newest.</param>
internal sealed record RegenerateMyTokenCommand(Guid? Id) : ICommand<Result<IssuedTokenAnswer>>;

internal static class RegenerateMyToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, Guid? id, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new RegenerateMyTokenCommand(id), cancellationToken);
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

            var current = await personal.FindMineAsync(request.Id, cancellationToken);
            if (current is null)
            {
                return GetMyToken.None;
            }

            if (caller.CheckGrantable("scopes", ScopeSet.Of(current.Scopes ?? [])) is { } beyond)
            {
                return beyond;
            }

            var place = Token.PlaceOf(current.LiveKey);
            await life.RevokeWithReplacedAsync(current, "regenerated", cancellationToken);
            var policy = await personal.PolicyAsync(cancellationToken);
            var wanted = current.Successor(null, place) with { Lifetime = TimeSpan.FromDays(policy.UserTokenLifetimeDays), ReplacesId = null };
            var (token, secret) = await life.IssueAsync(wanted, cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(token, cancellationToken), secret);
        }
    }
}
