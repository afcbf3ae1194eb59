using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>Loads the grant of a signed-in person: the signature once, then the session, the person and the roles as they are now.</summary>
internal sealed class AccessTokenLoader(LoadScopes scopes, GrantCache cache, NodeLease lease, AccessTokens tokens, GrantParts parts, OperatorRules operators, TimeProvider time) : ICredentialLoader
{
    private const int MaxLength = 16 * 1024;
    private static readonly Error Unknown = new(ErrorCodes.Unauthenticated, "The access token is not valid. Sign in again.");
    private static readonly Error Ended = new(ErrorCodes.TokenRevoked, "The session has ended. Sign in again.");

    public CredentialShape Judge(ReadOnlySpan<char> secret) => !secret.StartsWith("eyJ", StringComparison.Ordinal) || SignedApiToken.Is(secret)
        ? CredentialShape.Foreign
        : secret.Length <= MaxLength && secret.Count('.') == 2 ? CredentialShape.Plausible : CredentialShape.Impossible;

    public async Task<Result<Grant>> LoadAsync(string secret, SecretHash hash)
    {
        if (await tokens.ReadAsync(secret, CancellationToken.None) is not { } claims)
        {
            return Unknown;
        }

        return await scopes.RunAsync(services => LoadAsync(services, claims));
    }

    private async Task<Result<Grant>> LoadAsync(IServiceProvider services, SignedClaims claims)
    {
        var db = services.GetRequiredService<PlatformDbContext>();
        var mediator = services.GetRequiredService<IMediator>();
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == claims.SessionId);
        if (session is null || !session.IsOpenAt(time.UtcNow()))
        {
            return Ended with { OrganizationId = claims.OrganizationId };
        }

        var isOperator = await mediator.Send(new IsOperator(session.AccountId));
        if (claims.OrganizationId is not { } organizationId)
        {
            return isOperator ? OperatorGrant(session, await WayOfOperatorAsync(db, session), claims) : Ended;
        }

        services.GetRequiredService<OrganizationScope>().Enter(organizationId);
        return await LoadPersonAsync(db, mediator, session, organizationId, isOperator, claims);
    }

    private static async Task<SecondFactorDemand?> WayOfOperatorAsync(PlatformDbContext db, Session session) =>
        session.SecondFactor ? null : await SecondFactors.WayOfAsync(db, session.AccountId);

    private static Grant OperatorGrant(Session session, SecondFactorDemand? way, SignedClaims claims, GrantOrganization? suspended = null) => new()
    {
        CredentialKind = CredentialKind.AccessToken,
        CredentialId = session.Id,
        Organization = suspended,
        Subject = new GrantSubject(SubjectKind.Operator, session.AccountId, session.Email, session.Email, session.AccountId),
        Session = new GrantSession(IsOperator: true, session.SecondFactor, way),
        Permissions = ScopeSet.None,
        IssuedAt = claims.IssuedAt,
        ExpiresAt = claims.ExpiresAt,
    };

    private async Task<Result<Grant>> LoadPersonAsync(
        PlatformDbContext db, IMediator mediator, Session session, Guid organizationId, bool isOperator, SignedClaims claims)
    {
        var organization = await cache.RecallAsync(lease, organizationId, () => mediator.Send(new GetOrganizationStanding(organizationId)));
        if (organization is null)
        {
            return Ended;
        }

        if (organization.IsSuspended)
        {
            // Whoever suspends the organization that they are signed in to must be able to resume it: they still run the instance.
            return isOperator
                ? OperatorGrant(session, await WayOfOperatorAsync(db, session), claims, new(organization.Id, organization.Slug, organization.Name) { IsSuspended = true })
                : Error.Suspended(organizationId);
        }

        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == session.AccountId);
        if (isOperator && person is not { Status: PersonStatus.Active }
            && await mediator.Send(new SupportEntryOf(session.AccountId, organizationId)) is { } entry)
        {
            return await LoadSupportAsync(db, session, organization, entry, claims);
        }

        if (person is not { Status: PersonStatus.Active } || claims.IssuedAt < person.DeactivatedAt || claims.IssuedAt < person.CreatedAt)
        {
            return Ended with { OrganizationId = organizationId };
        }

        if (organization.RequireMfa && !session.SecondFactor)
        {
            return SecondFactors.Missing(await SecondFactors.WayOfAsync(db, session.AccountId));
        }

        return new Grant
        {
            CredentialKind = CredentialKind.AccessToken,
            CredentialId = session.Id,
            Organization = Share(organization),
            Subject = new GrantSubject(SubjectKind.Person, person.Id, person.Name, person.Email, session.AccountId, person.ApiAccessEnabled),
            Session = new GrantSession(isOperator, session.SecondFactor, isOperator ? await WayOfOperatorAsync(db, session) : null),
            Permissions = parts.Permissions(await mediator.Send(new GetPermissionsOfPerson(person.Id))),
            IssuedAt = claims.IssuedAt,
            ExpiresAt = claims.ExpiresAt,
        };
    }

    /// <summary>An operator in an organization that is not the account's: it ends with the entry, to the tick.</summary>
    private async Task<Result<Grant>> LoadSupportAsync(
        PlatformDbContext db, Session session, OrganizationStanding organization, SupportEntryFound entry, SignedClaims claims)
    {
        if ((organization.RequireMfa || operators.RequireMfa) && !session.SecondFactor)
        {
            return SecondFactors.Missing(await SecondFactors.WayOfAsync(db, session.AccountId));
        }

        return new Grant
        {
            CredentialKind = CredentialKind.AccessToken,
            CredentialId = session.Id,
            Organization = Share(organization),
            Subject = new GrantSubject(SubjectKind.Operator, session.AccountId, session.Email, session.Email, session.AccountId),
            Session = new GrantSession(
                IsOperator: true, session.SecondFactor, await WayOfOperatorAsync(db, session), new SupportAccess(entry.Id, organization.Id, entry.Reason)),
            Permissions = parts.Permissions(SupportRights.All),
            IssuedAt = claims.IssuedAt,
            ExpiresAt = entry.Until < claims.ExpiresAt ? entry.Until : claims.ExpiresAt,
        };
    }

    private GrantOrganization Share(OrganizationStanding organization) => parts.Share(new GrantOrganization(organization.Id, organization.Slug, organization.Name)
    {
        Addresses = AddressRange.Networks(organization.Policy.AllowedAddresses),
        FormerSlugs = organization.FormerSlugs.Count == 0 ? null : [.. organization.FormerSlugs.Select(former => new FormerSlug(former.Slug, former.ReplacedAt, former.EndsAt))],
    });
}
