using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Calendar;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Features;

/// <summary>The address of a feed, shown this once.</summary>
/// <param name="Url">For a calendar to subscribe to. Whoever has it reads the feed.</param>
internal sealed record MadeCalendarAnswer(string Url, DateTime CreatedAt);

internal sealed record MakeMyCalendarCommand(byte[] Hash) : ICommand<Result<MyCalendarAnswer>>;

/// <summary>Makes the one feed that a person may have, or gives it another address: the old one opens nothing any more.</summary>
internal static class MakeMyCalendar
{
    public const string Path = "/api/v1/calendar/token-expirations.ics";

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var (key, hash) = FeedKey.Create();
        var made = await mediator.Send(new MakeMyCalendarCommand(hash), cancellationToken);
        return made.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created((string?)null, new MadeCalendarAnswer($"{request.PublicAddress()}{Path}?key={key}", made.Value.CreatedAt));
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, TimeProvider time) : IRequestHandler<MakeMyCalendarCommand, Result<MyCalendarAnswer>>
    {
        public async Task<Result<MyCalendarAnswer>> Handle(MakeMyCalendarCommand request, CancellationToken cancellationToken)
        {
            var (me, now) = (caller.Grant!.SubjectId, time.UtcNow());
            if (await db.CalendarKeys.SingleOrDefaultAsync(key => key.PersonId == me, cancellationToken) is { } existing)
            {
                existing.Renew(request.Hash, now);
            }
            else
            {
                db.Add(new CalendarKey(me, request.Hash, now));
            }

            return new MyCalendarAnswer(now);
        }
    }
}
