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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? RecoveryCodes = null);

internal sealed record OrganizationChoice(Guid Id, string Slug, string Name);

internal sealed record SignedInPerson(Guid Id, string Name, string Email);

/// <summary>Chooses the organization of a session, and writes the answer that every way of signing in shares.</summary>
internal sealed class SignedIn(PlatformDbContext db, OrganizationScope scope, IMediator mediator, AccessTokens tokens, SecondFactors factors)
{
    /// <summary>Where an account may sign in, and which of these it gets.</summary>
    public sealed record Choice(Guid OrganizationId, OrganizationStanding? Organization, Person? Person, IReadOnlyList<OrganizationStanding> All, bool IsOperator);

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
    /// The named organization, or the one of the last session, or the first by name; an operator who is in none gets none.
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
        if (organizationId is not null)
        {
            var named = await mediator.Send(new FindOrganization(organizationId), cancellationToken);
            chosen = memberOf.SingleOrDefault(organization => organization.Id == named?.Id);
            if (chosen is null)
            {
                return new Error(ErrorCodes.OrganizationMismatch, "Your account does not belong to that organization, or there is no such organization.");
            }
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
        return new Choice(chosen?.Id ?? OrganizationScope.Instance, chosen, person, open, isOperator);
    }

    /// <param name="byCookie">True where the caller came with the cookie: the token that follows is never shown to a script.</param>
    public async Task<SignedInAnswer> AnswerAsync(
        HttpContext http, Guid accountId, string email, Choice choice, OpenedSession session, CancellationToken cancellationToken, bool byCookie = false)
    {
        IReadOnlyList<string> permissions = [];
        if (choice.Person is { } person)
        {
            using (scope.Within(choice.OrganizationId))
            {
                permissions = await mediator.Send(new GetPermissionsOfPerson(person.Id), cancellationToken);
            }
        }

        var accessToken = await tokens.WriteAsync(
            new AccessTokenClaims(
                choice.Person?.Id ?? accountId, session.SessionId, choice.Organization?.Id, choice.Person?.Name ?? email, email, permissions),
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
            (int)AccessTokens.Lifetime.TotalSeconds,
            inCookie ? null : session.RefreshToken,
            choice.Organization is { } chosen ? ToChoice(chosen) : null,
            [.. choice.All.Select(ToChoice)],
            choice.Person is { } me ? new SignedInPerson(me.Id, me.Name, me.Email) : null,
            choice.IsOperator);
    }

    private static OrganizationChoice ToChoice(OrganizationStanding organization) => new(organization.Id, organization.Slug, organization.Name);
}
