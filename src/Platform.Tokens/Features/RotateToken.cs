using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>How a token is to be replaced.</summary>
/// <param name="OverlapHours">
/// How long the old one works on: 0 to 168, within the policy; with 0 it is dead before this answers. May be left out where
/// <paramref name="EndOverlapOnFirstUse"/> is true: then it is the longest that the policy allows. An overlap that has begun
/// is never made longer.
/// </param>
/// <param name="EndOverlapOnFirstUse">True to end the old one before the first request with the new one is answered.</param>
/// <param name="ExpiresAt">When the new one ends; null for never; left out: as long from now as the old one was made for, within the policy.</param>
internal sealed record RotateTokenRequest(int? OverlapHours, bool? EndOverlapOnFirstUse, Optional<DateTimeOffset?> ExpiresAt);

/// <param name="Mine">True where only one of the caller's own will do.</param>
internal sealed record RotateTokenCommand(Guid Id, RotateTokenRequest How, bool Mine) : ICommand<Result<IssuedTokenAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => TokenRules.NameTaken;
}

internal static class RotateToken
{
    private static readonly Error OwnerOnly =
        new(ErrorCodes.PermissionDenied, "A person's token is rotated by its owner only, signed in.") { RequiredPermission = "holder" };

    public static Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, RotateTokenRequest body, IMediator mediator, CancellationToken cancellationToken) =>
        RotateAsync(new RotateTokenCommand(id, body, Mine: false), mediator, cancellationToken);

    public static async Task<Microsoft.AspNetCore.Http.IResult> RotateAsync(RotateTokenCommand command, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new PrepareSigning(), cancellationToken);
        var result = await mediator.Send(command, cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/tokens/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<RotateTokenCommand>
    {
        public Validator()
        {
            RuleFor(x => x.How.OverlapHours).InclusiveBetween(0, 168).OverridePropertyName("overlapHours").WithMessage("overlapHours must be from 0 to 168.");
            RuleFor(x => x.How.OverlapHours).NotNull().When(x => x.How.EndOverlapOnFirstUse != true)
                .OverridePropertyName("overlapHours").WithMessage("overlapHours must be named, from 0 to 168.");
        }
    }

    internal sealed class Handler(
        PlatformDbContext db, TokenLife life, PersonalTokens personal, TokenAnswers answers, Caller caller, TimeProvider time)
        : IRequestHandler<RotateTokenCommand, Result<IssuedTokenAnswer>>
    {
        public async Task<Result<IssuedTokenAnswer>> Handle(RotateTokenCommand request, CancellationToken cancellationToken)
        {
            var token = await db.Tokens.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (token is null || (request.Mine && !IsMine(token)))
            {
                return Error.NotFound("token");
            }

            if (await CheckCallerAsync(token, cancellationToken) is { } refused)
            {
                return refused;
            }

            var now = time.UtcNow();
            var before = token.ReplacedById is { } id ? await db.Tokens.SingleAsync(row => row.Id == id, cancellationToken) : null;
            if (CheckPlace(token, before, now) is { } tooLate)
            {
                return tooLate;
            }

            var policy = await personal.PolicyAsync(cancellationToken);
            var hours = request.How.OverlapHours ?? policy.MaxOverlapHours;
            if (hours > policy.MaxOverlapHours)
            {
                return Error.Invalid("overlapHours", $"Your organization's policy lets a replaced token live {policy.MaxOverlapHours} hours at most.");
            }

            // The old one's own end may have been brought forward by an overlap: what came of that tells how long it was made for.
            var like = before ?? token;
            var end = EndOf(like, request.How.ExpiresAt, policy, now);
            if (end.Error is { } unfit)
            {
                return unfit;
            }

            var place = Token.PlaceOf(before?.LiveKey ?? token.LiveKey);
            var wanted = like.Successor(end.Value, place) with { ReplacesId = token.Id, EndsReplacedOnFirstUse = request.How.EndOverlapOnFirstUse == true };
            if (before is not null)
            {
                before.ReplaceBy(wanted.Id, now, now);
                before.Revoke(caller.Actor, "never-used", now);
            }

            var (replacement, secret) = await life.ReplaceAsync(token, wanted, now.AddHours(hours), cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(replacement, cancellationToken), secret);
        }

        private bool IsMine(Token token) => token.Kind == TokenKind.User && token.OwnerId == caller.Grant!.SubjectId;

        private async Task<Error?> CheckCallerAsync(Token token, CancellationToken cancellationToken)
        {
            if (token.Kind == TokenKind.User)
            {
                if (!IsMine(token) || caller.Grant!.CredentialKind != CredentialKind.AccessToken)
                {
                    return OwnerOnly;
                }

                if ((caller.CheckPermission(TokensPermissions.Generate) ?? await personal.CheckAllowedAsync(cancellationToken)) is { } denied)
                {
                    return denied;
                }
            }
            else if (!await db.LivingServiceAccounts.AnyAsync(row => row.Id == token.OwnerId && row.Status == ServiceAccountStatus.Active, cancellationToken))
            {
                return Error.Conflict("Its service account is disabled. Enable it first.");
            }

            return caller.CheckGrantable("scopes", ScopeSet.Of(token.Scopes ?? []));
        }

        /// <summary>
        /// A live token is replaced, once; and again for as long as nobody has ever used its replacement, whatever has become of
        /// the token itself: the answer with the secret may have been lost.
        /// </summary>
        private static Error? CheckPlace(Token token, Token? before, DateTime now)
        {
            if (before is null)
            {
                return token.IsLiveAt(now) ? null : Error.Conflict("This token has ended. Issue a new one.");
            }

            return before is { FirstUsedAt: null, ReplacedById: null } && before.IsLiveAt(now)
                ? null
                : Error.Conflict("This token has been rotated already. Rotate the one that replaces it, or issue a new one.");
        }

        private static Result<DateTime?> EndOf(Token like, Optional<DateTimeOffset?> asked, TokenPolicy policy, DateTime now)
        {
            var length = like.ExpiresAt - like.CreatedAt;
            var most = like.Kind == TokenKind.User ? policy.UserTokenLifetimeDays : policy.ServiceTokenMaxLifetimeDays;
            if (!asked.IsGiven)
            {
                var days = most is { } limit ? TimeSpan.FromDays(limit) : (TimeSpan?)null;
                var life = length is null || length > days ? days ?? length : length;
                return like.Kind != TokenKind.User && TokenRules.CheckEnd(now + life, policy, now) is { } unfit ? unfit : now + life;
            }

            var end = asked.Value?.UtcDateTime.ToMilliseconds();
            var bounds = like.Kind == TokenKind.User ? policy with { ServiceTokenMaxLifetimeDays = most, AllowNonExpiring = false } : policy;
            return TokenRules.CheckEnd(end, bounds, now) is { } wrong ? wrong : end;
        }
    }
}
