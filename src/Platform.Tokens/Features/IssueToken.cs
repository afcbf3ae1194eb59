using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>A token of a service account, to be issued.</summary>
/// <param name="Integrations">Which systems use it.</param>
/// <param name="ExpiresAt">Must be named: a time, or null for no expiration where the policy allows that.</param>
/// <param name="Scopes">What it may do; nothing that the caller may not do.</param>
/// <param name="AllowedAddresses">CIDRs or single addresses, IPv4 or IPv6, that it may be used from; left out or empty: anywhere that the policy allows.</param>
/// <param name="RateLimitPerMinute">Requests a minute, 1 to 100,000; left out: the organization's default.</param>
/// <param name="Format">
/// <c>opaque</c>, or <c>jwt</c> for services that verify offline: an ES256 JWT with <c>jti</c>, <c>org</c>, <c>sub</c>,
/// <c>scope</c>, <c>iss</c>, <c>iat</c> and <c>exp</c>. What is changed or revoked later, its text does not say: who reads it
/// offline learns of that through the feed or introspection only.
/// </param>
internal sealed record IssueTokenRequest(
    Guid? ServiceAccountId,
    string? Name,
    string? Description,
    IReadOnlyList<string>? Integrations,
    Optional<DateTimeOffset?> ExpiresAt,
    IReadOnlyList<string>? Scopes,
    IReadOnlyList<string>? AllowedAddresses,
    int? RateLimitPerMinute,
    string? Format);

internal sealed record IssueTokenCommand(IssueTokenRequest Wanted) : ICommand<Result<IssuedTokenAnswer>>, IUniqueCommand
{
    public Error OnDuplicate => TokenRules.NameTaken;
}

internal static class IssueToken
{
    private const string Jwt = "jwt";

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IssueTokenRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (body.Format == Jwt)
        {
            await mediator.Send(new PrepareSigning(), cancellationToken);
        }

        var result = await mediator.Send(new IssueTokenCommand(body), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/tokens/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<IssueTokenCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Wanted.ServiceAccountId).NotNull().OverridePropertyName("serviceAccountId");
            RuleFor(x => x.Wanted.Name).NotEmpty().MaximumLength(TokenRules.LongestName).OverridePropertyName("name");
            RuleFor(x => x.Wanted.Description).MaximumLength(TokenRules.LongestDescription).OverridePropertyName("description");
            RuleFor(x => x.Wanted.Integrations).Must(TokenRules.AreIntegrations)
                .OverridePropertyName("integrations")
                .WithMessage("integrations are at most 20 names of 1 to 100 characters.");
            RuleFor(x => x.Wanted.ExpiresAt).Must(given => given.IsGiven)
                .OverridePropertyName("expiresAt")
                .WithMessage("expiresAt must be named: a time, or null for no expiration.");
            RuleFor(x => x.Wanted.Scopes).Must(scopes => scopes?.Count is > 0 and <= TokenRules.MostScopes)
                .OverridePropertyName("scopes")
                .WithMessage("scopes must name 1 to 200 scopes.");
            RuleFor(x => x.Wanted.AllowedAddresses).AreAddressRanges().OverridePropertyName("allowedAddresses");
            RuleFor(x => x.Wanted.RateLimitPerMinute).IsARate().OverridePropertyName("rateLimitPerMinute");
            RuleFor(x => x.Wanted.Format).Must(format => format is null or "opaque" or Jwt)
                .OverridePropertyName("format")
                .WithMessage("format must be opaque or jwt.");
        }
    }

    internal sealed class Handler(
        PlatformDbContext db, TokenLife life, TokenAnswers answers, Caller caller, IMediator mediator, TimeProvider time)
        : IRequestHandler<IssueTokenCommand, Result<IssuedTokenAnswer>>
    {
        public async Task<Result<IssuedTokenAnswer>> Handle(IssueTokenCommand request, CancellationToken cancellationToken)
        {
            var wanted = request.Wanted;
            var account = await db.LivingServiceAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == wanted.ServiceAccountId, cancellationToken);
            if (account is null)
            {
                return Error.Invalid("serviceAccountId", "There is no such service account in this organization.");
            }

            var organization = await mediator.Send(new GetOrganizationStanding(account.OrganizationId), cancellationToken);
            var expiresAt = wanted.ExpiresAt.Value?.UtcDateTime.ToMilliseconds();
            if (TokenRules.CheckEnd(expiresAt, organization!.Policy, time.UtcNow()) is { } tooLong)
            {
                return tooLong;
            }

            var scopes = await mediator.Send(new ReadScopes("scopes", wanted.Scopes!), cancellationToken);
            if (scopes.Error is { } unknown)
            {
                return unknown;
            }

            if (caller.CheckGrantable("scopes", ScopeSet.Of(scopes.Value)) is { } beyond)
            {
                return beyond;
            }

            if (await life.IsNameTakenAsync(wanted.Name!, null, cancellationToken))
            {
                return request.OnDuplicate;
            }

            var (token, secret) = await life.IssueAsync(
                new NewToken(
                    TokenKind.Service,
                    account.Id,
                    wanted.Name!,
                    wanted.Description,
                    wanted.Integrations ?? [],
                    scopes.Value,
                    AddressRange.Canonical(wanted.AllowedAddresses ?? []),
                    expiresAt,
                    RateLimitPerMinute: wanted.RateLimitPerMinute,
                    Form: wanted.Format == Jwt ? SecretForm.Jwt : SecretForm.Opaque),
                cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(token, cancellationToken), secret);
        }
    }
}
