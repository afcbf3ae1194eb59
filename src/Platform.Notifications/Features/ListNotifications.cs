using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Features;

/// <summary>Something that the caller is told.</summary>
/// <param name="Link">The page of the web UI that shows more.</param>
internal sealed record NotificationAnswer(Guid Id, string Event, string Title, string Body, string? Link, DateTime CreatedAt, DateTime? ReadAt)
{
    public static NotificationAnswer Of(Notice notice) =>
        new(notice.Id, notice.Event, notice.Title, notice.Body, notice.Link, notice.CreatedAt, notice.ReadAt);
}

internal sealed record ListNotificationsQuery(PageRequest Page, bool UnreadOnly) : IQuery<Result<Page<NotificationAnswer>>>;

internal static class ListNotifications
{
    private static readonly Sorting<Notice> Sorting = Sorting<Notice>.ByDefault("-createdAt").With("createdAt", notice => notice.CreatedAt);

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        IMediator mediator, string? limit, string? cursor, string? sort, string? unread, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(limit, cursor, sort);
        return page.Error is { } error
            ? error.ToProblem()
            : (await mediator.Send(new ListNotificationsQuery(page.Value, unread == "true"), cancellationToken)).ToAnswer();
    }

    internal sealed class Handler(PlatformDbContext db, Caller caller) : IRequestHandler<ListNotificationsQuery, Result<Page<NotificationAnswer>>>
    {
        public Task<Result<Page<NotificationAnswer>>> Handle(ListNotificationsQuery request, CancellationToken cancellationToken)
        {
            var me = caller.Grant!.SubjectId;
            var notices = db.Notices.AsNoTracking().Where(notice => notice.PersonId == me);
            if (request.UnreadOnly)
            {
                notices = notices.Where(notice => notice.ReadAt == null);
            }

            return Sorting.PageAsync<NotificationAnswer>(
                notices, request.Page, page => Task.FromResult<IReadOnlyList<NotificationAnswer>>([.. page.Select(NotificationAnswer.Of)]), cancellationToken);
        }
    }
}
