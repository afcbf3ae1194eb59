using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <summary>One of the caller's signed-in devices.</summary>
/// <param name="Current">True for the one that asks.</param>
/// <param name="LastSeenAt">When it last fetched an access token.</param>
/// <param name="ExpiresAt">When it ends if it is not used any more.</param>
/// <param name="Address">Where it was last seen.</param>
/// <param name="UserAgent">What its browser or program calls itself.</param>
/// <param name="Organization">The one it was last in; null for an operator in none.</param>
/// <param name="SecondFactor">True where a second factor was given.</param>
internal sealed record SessionAnswer(
    Guid Id,
    bool Current,
    DateTime CreatedAt,
    DateTime LastSeenAt,
    DateTime ExpiresAt,
    string? Address,
    string? UserAgent,
    OrganizationChoice? Organization,
    bool SecondFactor);

internal sealed record ListSessionsQuery(PageRequest Page) : IQuery<Result<Page<SessionAnswer>>>;

internal static class ListSessions
{
    private static readonly Sorting<Session> Sorting = Sorting<Session>.ByDefault("-lastSeenAt")
        .With("lastSeenAt", session => session.LastSeenAt)
        .With("createdAt", session => session.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error ? error.ToProblem() : (await mediator.Send(new ListSessionsQuery(page.Value), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, IMediator mediator, TimeProvider time)
        : IRequestHandler<ListSessionsQuery, Result<Page<SessionAnswer>>>
    {
        public Task<Result<Page<SessionAnswer>>> Handle(ListSessionsQuery request, CancellationToken cancellationToken)
        {
            var (me, now) = (caller.Grant!, time.UtcNow());
            var open = db.Sessions.AsNoTracking().Where(session => session.AccountId == me.AccountId && session.EndedAt == null && session.ExpiresAt > now);
            return Sorting.PageAsync(open, request.Page, page => ToAnswersAsync(page, me.CredentialId, cancellationToken), cancellationToken);
        }

        private async Task<IReadOnlyList<SessionAnswer>> ToAnswersAsync(IReadOnlyList<Session> page, Guid current, CancellationToken cancellationToken)
        {
            var named = await mediator.Send(new GetOrganizations([.. page.Select(session => session.LastOrganizationId).Distinct()]), cancellationToken);
            var organizations = named.ToDictionary(one => one.Id, one => new OrganizationChoice(one.Id, one.Slug, one.Name));
            return [.. page.Select(session => new SessionAnswer(
                session.Id,
                session.Id == current,
                session.CreatedAt,
                session.LastSeenAt,
                session.ExpiresAt,
                session.Address,
                session.UserAgent,
                organizations.GetValueOrDefault(session.LastOrganizationId),
                session.SecondFactor))];
        }
    }
}
