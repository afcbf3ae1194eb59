using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Verification;

/// <summary>
/// Loads the grant of an API token: its row by the secret's hash, then each module is asked once what it knows: Tenancy of the
/// organization, Personnel of the person, Roles of the permissions.
/// </summary>
internal sealed class TokenLoader(
    IServiceScopeFactory scopes, TokenFormat format, FirstUses firstUses, Meters meters, GrantParts parts, TimeProvider time) : ICredentialLoader
{
    private const int LongestJwt = 16 * 1024;

    private static readonly Error Unknown = new(ErrorCodes.Unauthenticated, "The token is not one of this instance's.");
    private static readonly Error Revoked = new(ErrorCodes.TokenRevoked, "The token has been revoked.");
    private static readonly Error Expired = new(ErrorCodes.TokenExpired, "The token has expired.");
    private static readonly Error Suspended = new(ErrorCodes.OrganizationSuspended, "The organization is suspended. Ask whoever runs this instance.");

    public CredentialShape Judge(ReadOnlySpan<char> secret) =>
        SignedApiToken.Is(secret) ? (secret.Length <= LongestJwt && secret.Count('.') == 2 ? CredentialShape.Plausible : CredentialShape.Impossible)
        : !format.HasPrefix(secret) ? CredentialShape.Foreign
        : format.IsWellFormed(secret) ? CredentialShape.Plausible
        : CredentialShape.Impossible;

    public async Task<Result<Grant>> LoadAsync(string secret, SecretHash hash)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var bytes = hash.ToArray();
        var token = await db.TokensOfEveryOrganization.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == bytes);
        if (token is null)
        {
            return Unknown;
        }

        if (!token.IsLiveAt(time.UtcNow()))
        {
            var late = token is { ReplacedById: not null, UsedLateAt: null } ? new LateUse(token.OrganizationId, token.Id) : null;
            return (token.RevokedAt is null ? Expired : Revoked) with { OrganizationId = token.OrganizationId, LateUse = late };
        }

        if (token.Kind == TokenKind.Application)
        {
            return await LoadApplicationAsync(mediator, token);
        }

        scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(token.OrganizationId);
        var organization = await mediator.Send(new GetOrganizationStanding(token.OrganizationId));
        if (organization is null)
        {
            return Revoked;
        }

        if (organization.IsSuspended)
        {
            return Suspended with { OrganizationId = token.OrganizationId };
        }

        var place = parts.Share(new GrantOrganization(organization.Id, organization.Slug, organization.Name) { Addresses = AddressRange.Networks(organization.Policy.AllowedAddresses) });
        return token.Kind == TokenKind.User
            ? await LoadPersonAsync(mediator, token, place, organization.Policy)
            : await LoadServiceAccountAsync(db, token, place, organization.Policy);
    }

    private async Task<Result<Grant>> LoadApplicationAsync(IMediator mediator, Token token) =>
        await mediator.Send(new GetApplication(token.OwnerId)) is { } application
            ? Grant(token, null, null, new(SubjectKind.Application, token.OwnerId, application.Name), ScopeSet.None)
            : Revoked;

    private async Task<Result<Grant>> LoadPersonAsync(IMediator mediator, Token token, GrantOrganization organization, TokenPolicy policy)
    {
        var person = await mediator.Send(new GetPersonStanding(token.OwnerId));
        if (person is not { IsActive: true, ApiAccessEnabled: true })
        {
            return Revoked with { OrganizationId = token.OrganizationId };
        }

        var may = ScopeSet.Of(await mediator.Send(new GetPermissionsOfPerson(token.OwnerId)));
        return Grant(token, organization, policy, new(SubjectKind.Person, token.OwnerId, person.Name, person.Email, person.AccountId, ApiAccessEnabled: true), CutDown(token, may));
    }

    private async Task<Result<Grant>> LoadServiceAccountAsync(PlatformDbContext db, Token token, GrantOrganization organization, TokenPolicy policy)
    {
        var account = await db.ServiceAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == token.OwnerId);
        return account is { Status: ServiceAccountStatus.Active }
            ? Grant(token, organization, policy, new(SubjectKind.ServiceAccount, token.OwnerId, account.Name), CutDown(token, ScopeSet.Of(account.Permissions)))
            : Revoked with { OrganizationId = token.OrganizationId };
    }

    private static ScopeSet CutDown(Token token, ScopeSet may) =>
        token.Scopes is null ? may : ScopeSet.Of(token.Scopes).Intersect(may);

    private Grant Grant(Token token, GrantOrganization? organization, TokenPolicy? policy, GrantSubject subject, ScopeSet permissions) => new()
    {
        CredentialKind = CredentialKind.ApiToken,
        CredentialId = token.Id,
        Display = token.Display,
        Organization = organization,
        Subject = parts.Share(subject),
        Permissions = parts.Share(permissions),
        IssuedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        AllowedAddresses = AddressRange.Networks(token.AllowedAddresses),
        RateLimitPerMinute = token.RateLimitPerMinute ?? policy?.DefaultRateLimitPerMinute,
        Replaced = token.ReplacedAt is { } at && token.ExpiresAt is { } end ? new ReplacedCredential(at, end) : null,
        FirstUse = token is { ReplacesId: not null, FirstUsedAt: null } ? firstUses.Of(token, subject.Kind, subject.Name) : null,
        Meter = meters.For(token.Id, token.OrganizationId),
    };
}
