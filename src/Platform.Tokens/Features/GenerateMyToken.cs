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
    public Error OnDuplicate => GenerateMyToken.SomebodyWasQuicker;
}

internal static class GenerateMyToken
{
    public const string Location = "/api/v1/me/token";
    private const string DefaultName = "User token";

    /// <summary>Two at once have chosen the same place: whoever lost looks again, and may find another one.</summary>
    public static readonly Error SomebodyWasQuicker = AlreadyActive(1);

    private static Error AlreadyActive(int allowed) => new(
        ErrorCodes.TokenAlreadyActive,
        allowed == 1
            ? "You have an active token already. Regenerate or remove it instead."
            : $"You have {allowed} active tokens already. Regenerate or remove one instead.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(GenerateMyTokenRequest? body, IMediator mediator, CancellationToken cancellationToken)
    {
        var command = new GenerateMyTokenCommand(body?.Name, body?.Scopes);
        var result = await mediator.Send(command, cancellationToken);
        while (ReferenceEquals(result.Error, SomebodyWasQuicker))
        {
            result = await mediator.Send(command, cancellationToken);
        }

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

            var me = caller.Grant!.SubjectId;
            var policy = await personal.PolicyAsync(cancellationToken);
            var active = await life.FindPersonalAsync(me, cancellationToken);
            if (active.Count >= policy.MaxActiveUserTokens)
            {
                return AlreadyActive(policy.MaxActiveUserTokens);
            }

            var taken = active.Select(token => token.LiveKey).ToHashSet();
            var place = Enumerable.Range(0, active.Count + 1).First(free => !taken.Contains(Token.LiveKeyOf(TokenKind.User, me, "", free)));
            IReadOnlyList<string>? scopes = null;
            if (request.Scopes is { } asked)
            {
                var read = await mediator.Send(new ReadScopes("scopes", asked), cancellationToken);
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

            var wanted = new NewToken(
                TokenKind.User, me, request.Name ?? DefaultName, null, [], scopes, [], Lifetime: TimeSpan.FromDays(policy.UserTokenLifetimeDays), Place: place);
            var (token, secret) = await life.IssueAsync(wanted, cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(token, cancellationToken), secret);
        }
    }
}

/// <summary>The rules of a person's own token.</summary>
internal sealed class PersonalTokens(OrganizationScope scope, Caller caller, TokenLife life, IMediator mediator)
{
    private static readonly Error Disabled =
        new(ErrorCodes.ApiAccessDisabled, "API access is not enabled for you. An administrator can enable it in your Personnel record.");

    public async Task<Error?> CheckAllowedAsync(CancellationToken cancellationToken) =>
        await mediator.Send(new GetPersonStanding(caller.Grant!.SubjectId), cancellationToken) is { ApiAccessEnabled: true } ? null : Disabled;

    public async Task<TokenPolicy> PolicyAsync(CancellationToken cancellationToken) =>
        (await mediator.Send(new GetOrganizationStanding(scope.Id!.Value), cancellationToken))!.Policy;

    /// <summary>One of the caller's own active tokens: the one of this id, or else the newest.</summary>
    public async Task<Token?> FindMineAsync(Guid? id, CancellationToken cancellationToken) =>
        (await life.FindPersonalAsync(caller.Grant!.SubjectId, cancellationToken)).Find(token => id is null || token.Id == id);
}
