using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;

namespace Platform.Personnel.Features;

/// <summary>One of the caller's signed-in devices.</summary>
/// <param name="Current">True for the one that asks.</param>
internal sealed record SessionAnswer(Guid Id, bool Current, string? Address, string? UserAgent, DateTime CreatedAt, DateTime LastSeenAt, DateTime ExpiresAt);

internal sealed record ListSessionsQuery : IQuery<Result<IReadOnlyList<SessionAnswer>>>;

internal static class ListSessions
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        Kernel.Http.PageAnswers.ToAnswer(await mediator.Send(new ListSessionsQuery(), cancellationToken));

    internal sealed class Handler(PlatformDbContext db, Caller caller, TimeProvider time) : IRequestHandler<ListSessionsQuery, Result<IReadOnlyList<SessionAnswer>>>
    {
        public async Task<Result<IReadOnlyList<SessionAnswer>>> Handle(ListSessionsQuery request, CancellationToken cancellationToken)
        {
            var (me, now) = (caller.Grant!, time.UtcNow());
            return await db.Sessions.AsNoTracking()
                .Where(session => session.AccountId == me.AccountId && session.EndedAt == null && session.ExpiresAt > now)
                .OrderByDescending(session => session.LastSeenAt)
                .Select(session => new SessionAnswer(
                    session.Id, session.Id == me.CredentialId, session.Address, session.UserAgent, session.CreatedAt, session.LastSeenAt, session.ExpiresAt))
                .ToListAsync(cancellationToken);
        }
    }
}
