using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;

namespace Platform.Notifications.Features;

internal sealed record ReadNotificationCommand(Guid Id) : ICommand<Result>;

/// <summary>Marks some of the caller's unread notices read; answers how many.</summary>
internal sealed record ReadSomeNotificationsCommand : ICommand<Result<int>>;

internal static class ReadNotification
{
    /// <summary>So few that others hardly wait.</summary>
    private const int AtOnce = 500;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadNotificationCommand(id), cancellationToken)).ToAnswer();

    public static async Task<Microsoft.AspNetCore.Http.IResult> AllEndpoint(IMediator mediator, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await mediator.Send(new ReadSomeNotificationsCommand(), cancellationToken);
            if (read.Error is { } error)
            {
                return error.ToProblem();
            }

            if (read.Value < AtOnce)
            {
                return Result.Done.ToAnswer();
            }
        }
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller, TimeProvider time) :
        IRequestHandler<ReadNotificationCommand, Result>, IRequestHandler<ReadSomeNotificationsCommand, Result<int>>
    {
        public async Task<Result> Handle(ReadNotificationCommand request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            if (await db.Notices.SingleOrDefaultAsync(notice => notice.PersonId == me && notice.Id == request.Id, cancellationToken) is not { } notice)
            {
                return Error.NotFound("notification");
            }

            notice.Read(time.UtcNow());
            return Result.Done;
        }

        public async Task<Result<int>> Handle(ReadSomeNotificationsCommand request, CancellationToken cancellationToken)
        {
            var (me, now) = (caller.Grant!.SubjectId, time.UtcNow());
            var some = db.Notices.Where(notice => notice.PersonId == me && notice.ReadAt == null).Select(notice => notice.Id).Take(AtOnce);
            return await db.Notices.Where(notice => some.Contains(notice.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ReadAt, now), cancellationToken);
        }
    }
}
