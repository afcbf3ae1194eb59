using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;

namespace Platform.Notifications.Features;

/// <summary>One's own calendar feed.</summary>
/// <param name="CreatedAt">When its address was made, or made anew.</param>
internal sealed record MyCalendarAnswer(DateTime CreatedAt);

internal sealed record GetMyCalendarQuery : IQuery<Result<MyCalendarAnswer>>;

internal static class GetMyCalendar
{
    public static readonly Error None = new(ErrorCodes.NotFound, "You have no calendar feed. Make one first.");

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetMyCalendarQuery(), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller) : IRequestHandler<GetMyCalendarQuery, Result<MyCalendarAnswer>>
    {
        public async Task<Result<MyCalendarAnswer>> Handle(GetMyCalendarQuery request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            return await db.CalendarKeys.AsNoTracking().SingleOrDefaultAsync(key => key.PersonId == me, cancellationToken) is { } key
                ? new MyCalendarAnswer(key.CreatedAt)
                : None;
        }
    }
}
