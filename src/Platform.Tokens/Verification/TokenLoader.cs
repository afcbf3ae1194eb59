using MediatR;
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
    LoadScopes scopes, GrantCache cache, NodeLease lease, TokenFormat format, FirstUses firstUses, Meters meters, GrantParts parts, TimeProvider time) : ICredentialLoader
{
    private const int LongestJwt = 16 * 1024;

    private static readonly Error Unknown = new(ErrorCodes.Unauthenticated, "The token is not one of this instance's.");
    private static readonly Error Revoked = new(ErrorCodes.TokenRevoked, "The token has been revoked.");
    private static readonly Error Expired = new(ErrorCodes.TokenExpired, "The token has expired.");

    public CredentialShape Judge(ReadOnlySpan<char> secret) =>
        SignedApiToken.Is(secret) ? (secret.Length <= LongestJwt && secret.Count('.') == 2 ? CredentialShape.Plausible : CredentialShape.Impossible)
        : !format.HasPrefix(secret) ? CredentialShape.Foreign
        : format.IsWellFormed(secret) ? CredentialShape.Plausible
        : CredentialShape.Impossible;

    public Task<Result<Grant>> LoadAsync(string secret, SecretHash hash) => scopes.RunAsync(services => LoadAsync(services, hash));

    private async Task<Result<Grant>> LoadAsync(IServiceProvider services, SecretHash hash)
    {
        var found = await services.GetRequiredService<PreparedReads>().OfEveryOrganizationAsync(StoredToken.ByHash, hash.ToArray(), StoredToken.Read);
        if (found.Count == 0)
        {
            return Unknown;
        }

        var token = found[0];
        if (!token.IsLiveAt(time.UtcNow()))
        {
            var late = token is { ReplacedById: not null, UsedLateAt: null } ? new LateUse(token.OrganizationId, token.Id) : null;
            return Of(token, token.RevokedAt is null ? Expired : Revoked) with { LateUse = late };
        }

        var mediator = services.GetRequiredService<IMediator>();
        if (token.Kind == TokenKind.Application)
        {
            return await LoadApplicationAsync(mediator, token);
        }

        services.GetRequiredService<OrganizationScope>().Enter(token.OrganizationId);
        var organization = await cache.RecallAsync(lease, token.OrganizationId, () => mediator.Send(new GetOrganizationStanding(token.OrganizationId)));
        if (organization is null)
        {
            return Revoked;
        }

        if (organization.IsSuspended)
        {
            return Of(token, Error.Suspended());
        }

        var place = parts.Share(new GrantOrganization(organization.Id, organization.Slug, organization.Name)
        {
            Addresses = AddressRange.Networks(organization.Policy.AllowedAddresses),
            FormerSlugs = organization.FormerSlugs.Count == 0 ? null : [.. organization.FormerSlugs.Select(former => new FormerSlug(former.Slug, former.ReplacedAt, former.EndsAt))],
        });
        return token.Kind == TokenKind.User
            ? await LoadPersonAsync(mediator, token, place, organization.Policy)
            : LoadServiceAccount(token, place, organization.Policy);
    }

    private async Task<Result<Grant>> LoadApplicationAsync(IMediator mediator, StoredToken token) =>
        await mediator.Send(new GetApplication(token.OwnerId)) is { } application
            ? Grant(token, null, null, new(SubjectKind.Application, token.OwnerId, application.Name), ScopeSet.None)
            : Of(token, Revoked);

    private async Task<Result<Grant>> LoadPersonAsync(IMediator mediator, StoredToken token, GrantOrganization organization, TokenPolicy policy)
    {
        var person = await mediator.Send(new GetPersonStanding(token.OwnerId));
        if (person is not { IsActive: true, ApiAccessEnabled: true })
        {
            return Of(token, Revoked);
        }

        var may = parts.Permissions(await mediator.Send(new GetPermissionsOfPerson(token.OwnerId)));
        var subject = new GrantSubject(SubjectKind.Person, token.OwnerId, person.Name, person.Email, person.AccountId, ApiAccessEnabled: true);
        return Grant(token, organization, policy, subject, CutDown(token, may));
    }

    private Result<Grant> LoadServiceAccount(StoredToken token, GrantOrganization organization, TokenPolicy policy) =>
        token.Account is { IsActive: true } account
            ? Grant(token, organization, policy, new(SubjectKind.ServiceAccount, token.OwnerId, account.Name), CutDown(token, parts.Permissions(account.Permissions)))
            : Of(token, Revoked);

    private static Error Of(StoredToken token, Error refused) => refused with { OrganizationId = token.OrganizationId, TokenId = token.Id };

    private ScopeSet CutDown(StoredToken token, ScopeSet may) =>
        token.Scopes is null ? may : parts.Intersection(parts.Permissions(token.Scopes), may);

    private Grant Grant(StoredToken token, GrantOrganization? organization, TokenPolicy? policy, GrantSubject subject, ScopeSet permissions) => new()
    {
        CredentialKind = CredentialKind.ApiToken,
        CredentialId = token.Id,
        Display = token.Display,
        Organization = organization,
        Subject = parts.Share(subject),
        Permissions = permissions,
        IssuedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        AllowedAddresses = AddressRange.Networks(token.AllowedAddresses),
        RateLimitPerMinute = token.RateLimitPerMinute ?? policy?.DefaultRateLimitPerMinute,
        Replaced = token.ReplacedAt is { } at && token.ExpiresAt is { } end ? new ReplacedCredential(at, end) : null,
        FirstUse = token is { ReplacesId: not null, FirstUsedAt: null } ? firstUses.Of(token.OrganizationId, token.Id, subject) : null,
        Meter = meters.For(token.Id, token.OrganizationId),
    };
}
