using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>A token of one's own. The body may be empty.</summary>
/// <param name="Scopes">Left out: all that the person may do, now and later.</param>
internal sealed record GenerateMyTokenRequest(string? Name, IReadOnlyList<string>? Scopes);

internal sealed record GenerateMyTokenCommand(string? Name, IReadOnlyList<string>? Scopes) : ICommand<Result<IssuedTokenAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => new(ErrorCodes.TokenAlreadyActive, "You have an active token already. Regenerate or remove it instead.");
}

internal static class GenerateMyToken
{
    public const string Location = "/api/v1/me/token";
    private const string DefaultName = "User token";

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(GenerateMyTokenRequest? body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new GenerateMyTokenCommand(body?.Name, body?.Scopes), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created(Location, result.Value);
    }

    internal sealed class Validator : AbstractValidator<GenerateMyTokenCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100).When(x => x.Name is not null);
            RuleFor(x => x.Scopes).Must(scopes => scopes!.Count is > 0 and <= 200)
                .When(x => x.Scopes is not null)
                .WithMessage("scopes must name 1 to 200 scopes, or be left out for all that you may do.");
        }
    }

    internal sealed class Handler(TokenLife life, PersonalTokens personal, Caller caller, IMediator mediator, TokenAnswers answers)
        : IRequestHandler<GenerateMyTokenCommand, Result<IssuedTokenAnswer>>
    {
        public async Task<Result<IssuedTokenAnswer>> Handle(GenerateMyTokenCommand request, CancellationToken cancellationToken)
        {
            if (await personal.CheckAllowedAsync(cancellationToken) is { } refused)
            {
                return refused;
            }

            var me = caller.Grant!;
            if (await life.FindLiveAsync(Token.LiveKeyOf(TokenKind.User, me.SubjectId, ""), cancellationToken) is not null)
            {
                return request.OnDuplicate;
            }

            IReadOnlyList<string>? scopes = null;
            if (request.Scopes is { } wanted)
            {
                var read = await mediator.Send(new ReadScopes("scopes", wanted), cancellationToken);
                if (read.Error is { } unknown)
                {
                    return unknown;
                }

                scopes = read.Value;
                if (caller.CheckGrantable("scopes", ScopeSet.Of(scopes)) is { } beyond)
                {
                    return beyond;
                }
            }

            var (token, secret) = await life.IssueAsync(
                await personal.DescribeAsync(me.SubjectId, request.Name ?? DefaultName, scopes, cancellationToken), cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(token, cancellationToken), secret);
        }
    }
}

/// <summary>The rules of a person's own token.</summary>
internal sealed class PersonalTokens(OrganizationScope scope, Caller caller, IMediator mediator)
{
    private static readonly Error Disabled =
        new(ErrorCodes.ApiAccessDisabled, "API access is not enabled for you. An administrator can enable it in your Personnel record.");

    public async Task<Error?> CheckAllowedAsync(CancellationToken cancellationToken) =>
        await mediator.Send(new GetPersonStanding(caller.Grant!.SubjectId), cancellationToken) is { ApiAccessEnabled: true } ? null : Disabled;

    /// <summary>The lifetime is the policy's, from now; nobody chooses or extends it.</summary>
    public async Task<NewToken> DescribeAsync(Guid personId, string name, IReadOnlyList<string>? scopes, CancellationToken cancellationToken)
    {
        var policy = await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), cancellationToken);
        return new NewToken(TokenKind.User, personId, name, null, [], scopes, [], Lifetime: TimeSpan.FromDays(policy!.UserTokenLifetimeDays));
    }
}
