using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Platform.Contracts.Personnel;
using Platform.Contracts.Roles;
using Platform.Contracts.Tenancy;
using Platform.Contracts.Tokens;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Calendar;
using Platform.Notifications.Data;

namespace Platform.Notifications.Features;

/// <param name="PersonId">A person of the organization in context.</param>
/// <param name="Address">Where links lead.</param>
internal sealed record TokenExpirationsQuery(Guid PersonId, string Address) : IQuery<Result<string>>;

/// <summary>
/// A person's own tokens, and with <c>tokens:read</c> those of service accounts: each as an event at its end, with alarms at the
/// organization's reminder days. Whoever may not act in the organization any more gets nothing.
/// </summary>
internal static class GetTokenExpirations
{
    private static readonly Limit Misguided = new("misguided-calendars", 60, 60, "Your address has asked for too many calendars that are none. Try again in a minute.");
    private static readonly Error Unknown = new(ErrorCodes.NotFound, "There is no such calendar. Whoever subscribed to it can make a new address on the page User token.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        string? key, HttpContext http, PlatformDbContext db, IMediator mediator, AttemptLimits limits, CancellationToken cancellationToken)
    {
        if (limits.Check(http, Misguided, http.Connection.RemoteIpAddress) is { } over)
        {
            return over.ToProblem();
        }

        var hash = FeedKey.HashOf(key ?? "");
        var feed = await db.CalendarKeysOfEveryOrganization.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        if (feed is null)
        {
            limits.Record(Misguided, http.Connection.RemoteIpAddress);
            return Unknown.ToProblem();
        }

        db.Scope.Enter(feed.OrganizationId);
        var calendar = await mediator.Send(new TokenExpirationsQuery(feed.PersonId, http.Request.PublicAddress()), cancellationToken);
        if (calendar.Error is { } error)
        {
            return error.ToProblem();
        }

        // Asked for every few hours for years: mostly nothing has changed.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(calendar.Value)).AsSpan(0, 16))}\"");
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Text(calendar.Value, "text/calendar", Encoding.UTF8).WithTag(http, tag);
    }

    private static Microsoft.AspNetCore.Http.IResult WithTag(this Microsoft.AspNetCore.Http.IResult whole, HttpContext http, EntityTagHeaderValue tag)
    {
        http.Response.Headers.ETag = tag.ToString();
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : whole;
    }

    internal sealed class Handler(PlatformDbContext db, IMediator mediator) : IRequestHandler<TokenExpirationsQuery, Result<string>>
    {
        public async Task<Result<string>> Handle(TokenExpirationsQuery request, CancellationToken cancellationToken)
        {
            var organization = await mediator.Send(new GetOrganizationStanding(db.OrganizationId!.Value), cancellationToken);
            var person = await mediator.Send(new GetPersonStanding(request.PersonId), cancellationToken);
            if (organization is not { IsSuspended: false } || person is not { IsActive: true })
            {
                return Unknown;
            }

            var may = ScopeSet.Of(await mediator.Send(new GetPermissionsOfPerson(person.Id), cancellationToken));
            var tokens = await mediator.Send(new GetTokenEnds(person.Id, may.Implies(Scope.Parse(TokensPermissions.Read))), cancellationToken);
            var settings = await mediator.Send(new GetReminderSettings(organization.Id), cancellationToken);
            return CalendarWriter.Write($"Tokens of {organization.Name}", tokens.Select(token => Entry(token, request.Address)), settings?.Days ?? []);
        }

        private static CalendarEntry Entry(TokenEnd token, string address) => new(
            token.Id,
            token.ExpiresAt,
            token.CreatedAt,
            token.Version - 1,
            token.IsOwn ? $"Your API token {token.Name} ends" : $"Token {token.Name} ends",
            string.Join('\n', Describe(token)),
            token.IsOwn ? $"{address}/user-token" : $"{address}/tokens/{token.Id}");

        private static IEnumerable<string> Describe(TokenEnd token)
        {
            yield return $"{token.Name} ({token.Display}) works until {token.ExpiresAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.";
            if (token.Integrations.Count > 0)
            {
                yield return $"Used by {string.Join(", ", token.Integrations)}.";
            }

            yield return token.IsOwn ? "Generate a new one before that, and put it where this one is used." : "Rotate it before that.";
        }
    }
}
