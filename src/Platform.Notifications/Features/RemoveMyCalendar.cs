using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;

namespace Platform.Notifications.Features;

/// <param name="PersonId">Whose; null for the caller's own.</param>
internal sealed record RemoveCalendarCommand(Guid? PersonId) : ICommand<Result>;

internal static class RemoveMyCalendar
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveCalendarCommand(null), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller) : IRequestHandler<RemoveCalendarCommand, Result>
    {
        public async Task<Result> Handle(RemoveCalendarCommand request, CancellationToken cancellationToken)
        {
            var person = request.PersonId ?? caller.Grant!.SubjectId;
            if (await db.CalendarKeys.SingleOrDefaultAsync(key => key.PersonId == person, cancellationToken) is { } key)
            {
                db.Remove(key);
                return Result.Done;
            }

            return GetMyCalendar.None;
        }
    }
}
