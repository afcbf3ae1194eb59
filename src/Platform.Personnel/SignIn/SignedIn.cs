using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;

namespace Platform.Personnel.SignIn;

/// <summary>What whoever has signed in gets.</summary>
/// <param name="AccessToken">An ES256 JWT for one organization.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Good once, at <c>POST /auth</c>; null where it went into the cookie.</param>
/// <param name="Organization">The chosen one; null for an operator in none.</param>
/// <param name="Organizations">All that the account may choose from.</param>
/// <param name="Person">The account's record in the chosen organization.</param>
/// <param name="IsOperator">True where the account runs the instance.</param>
/// <param name="Support">Under which support entry an operator is in the organization; null for its own people.</param>
/// <param name="RecoveryCodes">After an enrolment: ten codes, each good once in place of the authenticator app's. Shown once.</param>
internal sealed record SignedInAnswer(
    string AccessToken,
    string TokenType,
    int ExpiresIn,
    string? RefreshToken,
    OrganizationChoice? Organization,
    IReadOnlyList<OrganizationChoice> Organizations,
    SignedInPerson? Person,
    bool IsOperator,
    SignedInSupport? Support,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? RecoveryCodes = null);

internal sealed record OrganizationChoice(Guid Id, string Slug, string Name);

internal sealed record SignedInPerson(Guid Id, string Name, string Email);

/// <param name="Reason">In the operator's words.</param>
/// <param name="Until">When it ends by itself; the access token ends with it.</param>
internal sealed record SignedInSupport(Guid Id, string Reason, DateTime Until);

/// <summary>Chooses the organization of a session, and writes the answer that every way of signing in shares.</summary>
internal sealed class SignedIn(
    PlatformDbContext db, OrganizationScope scope, IMediator mediator, AccessTokens tokens, SecondFactors factors, TimeProvider time)
{
    /// <summary>Where an account may sign in, and which of these it gets.</summary>
    /// <param name="Support">Where an operator enters an organization that the account does not belong to.</param>
    public sealed record Choice(
        Guid OrganizationId, OrganizationStanding? Organization, Person? Person, IReadOnlyList<OrganizationStanding> All, bool IsOperator, SupportEntryFound? Support);

    /// <summary>
    /// Opens a session for whoever has proved to be the account's owner, unless the organization or the operator's duty asks
    /// for a second factor that was not given.
    /// </summary>
    public async Task<Result<SignedInAnswer>> EnterAsync(
        HttpContext http, Account account, string? organizationId, bool secondFactor, CancellationToken cancellationToken)
    {
        var choice = await ChooseAsync(account.Id, organizationId, cancellationToken);
        if (choice.Error is { } unavailable)
        {
            return unavailable;
        }

        if (!secondFactor && await factors.DemandAsync(account, choice.Value, cancellationToken) is { } missing)
        {
            return missing;
        }

        var session = await mediator.Send(new OpenSession(account.Id, choice.Value.OrganizationId, secondFactor), cancellationToken);
        return session.Error is { } error
            ? error
            : await AnswerAsync(http, account.Id, account.Email, choice.Value, session.Value, cancellationToken);
    }

    /// <summary>
    /// The named organization, or the one of the last session, or the first by name; an operator who is in none gets none. An
    /// operator also gets one that was entered as support, by its name and as long as the session stays in it.
    /// </summary>
    /// <param name="last">The one that a session was in: it is left only where the account is not in it any more.</param>
    public async Task<Result<Choice>> ChooseAsync(Guid accountId, string? organizationId, CancellationToken cancellationToken, Guid? last = null)
    {
        var people = await db.PeopleOfEveryOrganization.AsNoTracking()
            .Where(person => person.AccountId == accountId && person.Status == PersonStatus.Active)
            .ToListAsync(cancellationToken);
        var memberOf = await mediator.Send(new GetOrganizations([.. people.Select(person => person.OrganizationId)]), cancellationToken);
        var open = memberOf.Where(organization => !organization.IsSuspended).ToList();
        var isOperator = await mediator.Send(new IsOperator(accountId), cancellationToken);
        OrganizationStanding? chosen;
        SupportEntryFound? support = null;
        if (organizationId is not null)
        {
            var named = await mediator.Send(new FindOrganization(organizationId), cancellationToken);
            chosen = memberOf.SingleOrDefault(organization => organization.Id == named?.Id);
            if (chosen is null && named is not null && isOperator)
            {
                support = await mediator.Send(new SupportEntryOf(accountId, named.Id), cancellationToken);
                chosen = support is null ? null : named;
            }

            if (chosen is null)
            {
                return new Error(ErrorCodes.OrganizationMismatch, "Your account does not belong to that organization, or there is no such organization.");
            }
        }
        else if (isOperator && last is { } place && memberOf.All(organization => organization.Id != place) && await EnteredAsync(accountId, place, cancellationToken) is { } entered)
        {
            (chosen, support) = entered;
        }
        else
        {
            var lately = last ?? await db.Sessions.AsNoTracking()
                .Where(session => session.AccountId == accountId)
                .OrderByDescending(session => session.LastSeenAt)
                .Select(session => (Guid?)session.LastOrganizationId)
                .FirstOrDefaultAsync(cancellationToken);
            chosen = (last is null ? open : memberOf).FirstOrDefault(organization => organization.Id == lately) ?? (open.Count > 0 ? open[0] : memberOf.Count > 0 ? memberOf[0] : null);
        }

        if (chosen is { IsSuspended: true })
        {
            if (!isOperator || organizationId is not null)
            {
                return Error.Suspended();
            }

            chosen = null;
        }

        if (chosen is null && !isOperator)
        {
            return new Error(ErrorCodes.OrganizationMismatch, "Your account may not sign in to any organization. Ask your administrator.");
        }

        var person = people.Find(person => person.OrganizationId == chosen?.Id);
        return new Choice(chosen?.Id ?? OrganizationScope.Instance, chosen, person, open, isOperator, support);
    }

    /// <summary>Where a session goes on as support, after a reload; null where that is over.</summary>
    private async Task<(OrganizationStanding Organization, SupportEntryFound Support)?> EnteredAsync(Guid accountId, Guid place, CancellationToken cancellationToken) =>
        await mediator.Send(new SupportEntryOf(accountId, place), cancellationToken) is { } support
        && await mediator.Send(new GetOrganizationStanding(place), cancellationToken) is { IsSuspended: false } organization
            ? (organization, support)
            : null;

    /// <param name="byCookie">True where the caller came with the cookie: the token that follows is never shown to a script.</param>
    public async Task<SignedInAnswer> AnswerAsync(
        HttpContext http, Guid accountId, string email, Choice choice, OpenedSession session, CancellationToken cancellationToken, bool byCookie = false)
    {
        var permissions = choice.Support is null ? [] : SupportRights.All;
        if (choice.Person is { } person)
        {
            using (scope.Within(choice.OrganizationId))
            {
                permissions = await mediator.Send(new GetPermissionsOfPerson(person.Id), cancellationToken);
            }
        }

        var lifetime = choice.Support is { } entry && entry.Until - time.UtcNow() < AccessTokens.Lifetime ? entry.Until - time.UtcNow() : AccessTokens.Lifetime;
        var accessToken = await tokens.WriteAsync(
            new AccessTokenClaims(
                choice.Person?.Id ?? accountId, session.SessionId, choice.Organization?.Id, choice.Person?.Name ?? email, email, permissions),
            lifetime,
            http.Request.PublicAddress(),
            cancellationToken);
        var inCookie = byCookie || RefreshCookie.IsAsked(http.Request);
        if (inCookie)
        {
            RefreshCookie.Write(http, session.RefreshToken);
        }

        return new SignedInAnswer(
            accessToken,
            "Bearer",
            (int)lifetime.TotalSeconds,
            inCookie ? null : session.RefreshToken,
            choice.Organization is { } chosen ? ToChoice(chosen) : null,
            [.. choice.All.Select(ToChoice)],
            choice.Person is { } me ? new SignedInPerson(me.Id, me.Name, me.Email) : null,
            choice.IsOperator,
            choice.Support is { } shown ? new SignedInSupport(shown.Id, shown.Reason, shown.Until) : null);
    }

    private static OrganizationChoice ToChoice(OrganizationStanding organization) => new(organization.Id, organization.Slug, organization.Name);
}
