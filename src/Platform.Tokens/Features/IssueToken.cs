using System.Net;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
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
/// <param name="AllowedAddresses">CIDRs it may be used from; left out or empty: anywhere.</param>
/// <param name="RateLimitPerMinute">Not to be had yet: a value is refused rather than ignored.</param>
/// <param name="Format"><c>opaque</c>; <c>jwt</c> is not to be had yet.</param>
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
    public Error OnDuplicate => new(ErrorCodes.TokenNameTaken, "A token with this name already exists. Choose a different name.");
}

internal static class IssueToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IssueTokenRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new IssueTokenCommand(body), cancellationToken);
        return result.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/tokens/{result.Value.Id}", result.Value);
    }

    internal sealed class Validator : AbstractValidator<IssueTokenCommand>
    {
        public Validator()
        {
            RuleFor(x => x.Wanted.ServiceAccountId).NotNull().OverridePropertyName("serviceAccountId");
            RuleFor(x => x.Wanted.Name).NotEmpty().MaximumLength(100).OverridePropertyName("name");
            RuleFor(x => x.Wanted.Description).MaximumLength(1000).OverridePropertyName("description");
            RuleFor(x => x.Wanted.Integrations)
                .Must(names => names is null || (names.Count <= 20 && names.All(name => name is { Length: > 0 and <= 100 })))
                .OverridePropertyName("integrations")
                .WithMessage("integrations are at most 20 names of 1 to 100 characters.");
            RuleFor(x => x.Wanted.ExpiresAt).Must(given => given.IsGiven)
                .OverridePropertyName("expiresAt")
                .WithMessage("expiresAt must be named: a time, or null for no expiration.");
            RuleFor(x => x.Wanted.Scopes).Must(scopes => scopes?.Count is > 0 and <= 200)
                .OverridePropertyName("scopes")
                .WithMessage("scopes must name 1 to 200 scopes.");
            RuleFor(x => x.Wanted.AllowedAddresses)
                .Must(cidrs => cidrs is null || (cidrs.Count <= 100 && cidrs.All(cidr => ReadAddress(cidr) is not null)))
                .OverridePropertyName("allowedAddresses")
                .WithMessage("allowedAddresses are at most 100 addresses or CIDRs, such as 192.0.2.0/24.");
            RuleFor(x => x.Wanted.RateLimitPerMinute).Null()
                .OverridePropertyName("rateLimitPerMinute")
                .WithMessage("rateLimitPerMinute can't be set yet.");
            RuleFor(x => x.Wanted.Format).Must(format => format is null or "opaque")
                .OverridePropertyName("format")
                .WithMessage("format must be opaque; jwt can't be issued yet.");
        }
    }

    /// <summary>An address or a CIDR in its canonical form; null where it is neither.</summary>
    private static string? ReadAddress(string? text) =>
        IPNetwork.TryParse(text, out var network) ? network.ToString()
        : IPAddress.TryParse(text, out var address) ? $"{address}/{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)}"
        : null;

    internal sealed class Handler(
        PlatformDbContext db, TokenLife life, TokenAnswers answers, Caller caller, IMediator mediator, TimeProvider time)
        : IRequestHandler<IssueTokenCommand, Result<IssuedTokenAnswer>>
    {
        public async Task<Result<IssuedTokenAnswer>> Handle(IssueTokenCommand request, CancellationToken cancellationToken)
        {
            var wanted = request.Wanted;
            var account = await db.ServiceAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == wanted.ServiceAccountId, cancellationToken);
            if (account is null)
            {
                return Error.Invalid("serviceAccountId", "There is no such service account in this organization.");
            }

            var policy = await mediator.Send(new GetOrganizationStanding(account.OrganizationId), cancellationToken);
            var expiresAt = wanted.ExpiresAt.Value?.UtcDateTime.ToMilliseconds();
            if (CheckExpiry(expiresAt, policy!, time.UtcNow()) is { } tooLong)
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

            if (await life.FindLiveAsync(Token.LiveKeyOf(TokenKind.Service, account.Id, wanted.Name!), cancellationToken) is not null)
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
                    [.. (wanted.AllowedAddresses ?? []).Select(cidr => ReadAddress(cidr)!)],
                    expiresAt),
                cancellationToken);
            return new IssuedTokenAnswer(await answers.OfAsync(token, cancellationToken), secret);
        }

        private static Error? CheckExpiry(DateTime? expiresAt, OrganizationStanding policy, DateTime now)
        {
            if (expiresAt is not { } end)
            {
                return policy.AllowNonExpiring && policy.ServiceTokenMaxLifetimeDays is null
                    ? null
                    : Error.Invalid("expiresAt", "Your organization's policy wants every token to expire. Choose a date.");
            }

            if (end <= now)
            {
                return Error.Invalid("expiresAt", "expiresAt must be in the future.");
            }

            return policy.ServiceTokenMaxLifetimeDays is { } days && end > now.AddDays(days)
                ? Error.Invalid("expiresAt", $"Your organization's policy lets a token live {days} days at most.")
                : null;
        }
    }
}
