using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
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

/// <summary>The fields to change; what is left out stays. What narrows the token holds from its next request on.</summary>
/// <param name="AllowedAddresses">CIDRs or single addresses, IPv4 or IPv6; empty for anywhere that the policy allows.</param>
/// <param name="RateLimitPerMinute">Requests a minute, 1 to 100,000; null for the organization's default.</param>
/// <param name="Scopes">Fewer than it has: anything more is <c>scope-not-grantable</c>.</param>
/// <param name="ExpiresAt">Earlier than it ends now: anything later, or null, is <c>token-not-extendable</c>.</param>
internal sealed record UpdateTokenRequest(
    string? Name,
    Optional<string?> Description,
    IReadOnlyList<string>? Integrations,
    IReadOnlyList<string>? AllowedAddresses,
    Optional<int?> RateLimitPerMinute,
    IReadOnlyList<string>? Scopes,
    Optional<DateTimeOffset?> ExpiresAt);

internal sealed record UpdateTokenCommand(Guid Id, UpdateTokenRequest Changes, int? Version) : ICommand<Result<TokenAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => TokenRules.NameTaken;
}

internal static class UpdateToken
{
    private static readonly Error OwnersOnly =
        new(ErrorCodes.PermissionDenied, "A person's token is its owner's: you can cut down its scopes, addresses, rate and time, and nothing else.") { RequiredPermission = "holder" };

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, UpdateTokenRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var version = http.Request.ReadIfMatch();
        if (version.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var result = await mediator.Send(new UpdateTokenCommand(id, body, version.Value), cancellationToken);
        if (result.Error is null)
        {
            http.Response.WriteETag(result.Value.Version);
        }

        return result.ToAnswer();
    }

    internal sealed class Validator : AbstractValidator<UpdateTokenCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Changes.Name).NotEmpty().MaximumLength(TokenRules.LongestName).OverridePropertyName("name").When(x => x.Changes.Name is not null);
            RuleFor(x => x.Changes.Description.Value).MaximumLength(TokenRules.LongestDescription).OverridePropertyName("description");
            RuleFor(x => x.Changes.Integrations).Must(TokenRules.AreIntegrations)
                .OverridePropertyName("integrations")
                .WithMessage("integrations are at most 20 names of 1 to 100 characters.");
            RuleFor(x => x.Changes.AllowedAddresses).AreAddressRanges().OverridePropertyName("allowedAddresses");
            RuleFor(x => x.Changes.RateLimitPerMinute.Value).IsARate().OverridePropertyName("rateLimitPerMinute");
            RuleFor(x => x.Changes.Scopes).Must(scopes => scopes is null or { Count: > 0 and <= TokenRules.MostScopes })
                .OverridePropertyName("scopes")
                .WithMessage("scopes must name 1 to 200 scopes, or be left out.");
        }
    }

    internal sealed class Handler(PlatformDbContext db, TokenLife life, PersonalTokens personal, TokenAnswers answers, Caller caller, IMediator mediator, TimeProvider time)
        : IRequestHandler<UpdateTokenCommand, Result<TokenAnswer>>
    {
        public async Task<Result<TokenAnswer>> Handle(UpdateTokenCommand request, CancellationToken cancellationToken)
        {
            var token = await db.Tokens.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (token is null)
            {
                return Error.NotFound("token");
            }

            if (token.CheckVersion(request.Version) is { } stale)
            {
                return stale;
            }

            if (!token.IsLiveAt(time.UtcNow()))
            {
                return Error.Conflict("This token has ended: nothing about it can be changed any more.");
            }

            var changes = request.Changes;
            var addresses = changes.AllowedAddresses is { } ranges ? AddressRange.Canonical(ranges) : token.AllowedAddresses;
            if (token.Kind == TokenKind.User && !IsItsOwner(token) && !await NarrowsAsync(token, changes, addresses, cancellationToken))
            {
                return OwnersOnly;
            }

            var scopes = await ReadScopesAsync(token, changes.Scopes, cancellationToken);
            if (scopes.Error is { } unfit)
            {
                return unfit;
            }

            var expiresAt = changes.ExpiresAt.IsGiven ? changes.ExpiresAt.Value?.UtcDateTime.ToMilliseconds() : token.ExpiresAt;
            if (TokenRules.CheckEarlier(token.ExpiresAt, expiresAt, time.UtcNow()) is { } later)
            {
                return later;
            }

            if (changes.Name is { } name && token.Kind == TokenKind.Service && token.LiveKey is not null && await life.IsNameTakenAsync(name, token.Id, cancellationToken))
            {
                return request.OnDuplicate;
            }

            token.Describe(changes.Name ?? token.Name, changes.Description.Or(token.Description), changes.Integrations ?? token.Integrations);
            token.Bound(addresses, changes.RateLimitPerMinute.Or(token.RateLimitPerMinute));
            token.Narrow(scopes.Value.Scopes, expiresAt);
            await life.SaveWithWordsAsync(token, cancellationToken);
            return await answers.OfAsync(token, cancellationToken);
        }

        /// <summary>Signed in, that is: with a token nobody makes anything of a person's token.</summary>
        private bool IsItsOwner(Token token) => caller.Grant is { CredentialKind: CredentialKind.AccessToken } me && me.SubjectId == token.OwnerId;

        private async Task<bool> NarrowsAsync(Token token, UpdateTokenRequest changes, List<string> addresses, CancellationToken cancellationToken)
        {
            var fewerAddresses = token.AllowedAddresses.Count == 0
                || (addresses.Count > 0 && addresses.TrueForAll(range => AddressRange.IsWithin(range, token.AllowedAddresses)));
            var rate = token.RateLimitPerMinute ?? (await personal.PolicyAsync(cancellationToken)).DefaultRateLimitPerMinute;
            var slower = !changes.RateLimitPerMinute.IsGiven || rate is null || changes.RateLimitPerMinute.Value <= rate;
            return changes is { Name: null, Description.IsGiven: false, Integrations: null } && fewerAddresses && slower;
        }

        private async Task<Result<NewScopes>> ReadScopesAsync(Token token, IReadOnlyList<string>? asked, CancellationToken cancellationToken)
        {
            if (asked is null)
            {
                return new NewScopes(token.Scopes);
            }

            var read = await mediator.Send(new ReadScopes("scopes", asked), cancellationToken);
            if (read.Error is { } unknown)
            {
                return unknown;
            }

            return TokenRules.CheckFewer(token.Scopes, read.Value) is { } more ? more : new NewScopes(read.Value);
        }

        private sealed record NewScopes(IReadOnlyList<string>? Scopes);
    }
}
