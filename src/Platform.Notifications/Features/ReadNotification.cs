using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;

namespace Platform.Notifications.Features;

/// <param name="Id">One notice; null for all of the caller's.</param>
internal sealed record ReadNotificationCommand(Guid? Id) : ICommand<Result>;

internal static class ReadNotification
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadNotificationCommand(id), cancellationToken)).ToAnswer();

    public static async Task<Microsoft.AspNetCore.Http.IResult> AllEndpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadNotificationCommand(null), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, Caller caller, TimeProvider time) : IRequestHandler<ReadNotificationCommand, Result>
    {
        public async Task<Result> Handle(ReadNotificationCommand request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            var mine = db.Notices.Where(notice => notice.PersonId == me);
            var notices = await (request.Id is { } id ? mine.Where(notice => notice.Id == id) : mine.Where(notice => notice.ReadAt == null))
                .ToListAsync(cancellationToken);
            if (request.Id is not null && notices.Count == 0)
            {
                return Error.NotFound("notification");
            }

            notices.ForEach(notice => notice.Read(time.UtcNow()));
            return Result.Done;
        }
    }
}
