using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Jobs;

/// <summary>Forgets an organization's notices after a year, and read ones after 90 days.</summary>
internal sealed record PruneNotices : IRequest<Result<int>>;

internal sealed record PruneSomeNotices : ICommand<Result<int>>;

/// <summary>Forgets mails a week after they were sent, and 90 days after they were given up.</summary>
internal sealed record PruneMails : IRequest<Result<int>>;

internal sealed record PruneSomeMails : ICommand<Result<int>>;

internal sealed class PruneNotificationsHandler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
    IRequestHandler<PruneNotices, Result<int>>,
    IRequestHandler<PruneSomeNotices, Result<int>>,
    IRequestHandler<PruneMails, Result<int>>,
    IRequestHandler<PruneSomeMails, Result<int>>
{
    /// <summary>So few that others hardly wait.</summary>
    private const int AtOnce = 200;

    private static readonly TimeSpan KeepNotices = TimeSpan.FromDays(365);
    private static readonly TimeSpan KeepRead = TimeSpan.FromDays(90);
    private static readonly TimeSpan KeepSent = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepGivenUp = TimeSpan.FromDays(90);

    public Task<Result<int>> Handle(PruneNotices request, CancellationToken cancellationToken) => RepeatAsync(new PruneSomeNotices(), cancellationToken);

    public Task<Result<int>> Handle(PruneMails request, CancellationToken cancellationToken) => RepeatAsync(new PruneSomeMails(), cancellationToken);

    public async Task<Result<int>> Handle(PruneSomeNotices request, CancellationToken cancellationToken)
    {
        var (readBefore, madeBefore) = (time.UtcNow() - KeepRead, time.UtcNow() - KeepNotices);
        var some = db.Notices.Where(notice => notice.ReadAt < readBefore || notice.CreatedAt < madeBefore).Select(notice => notice.Id).Take(AtOnce);
        return await db.Notices.Where(notice => some.Contains(notice.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<Result<int>> Handle(PruneSomeMails request, CancellationToken cancellationToken)
    {
        var (sentBefore, givenUpBefore) = (time.UtcNow() - KeepSent, time.UtcNow() - KeepGivenUp);
        var some = db.Mails
            .Where(mail => (mail.State == MailState.Sent && mail.DueAt < sentBefore) || (mail.State == MailState.GivenUp && mail.DueAt < givenUpBefore))
            .Select(mail => mail.Id)
            .Take(AtOnce);
        return await db.Mails.Where(mail => some.Contains(mail.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<Result<int>> RepeatAsync(ICommand<Result<int>> command, CancellationToken cancellationToken)
    {
        for (var count = 0; ;)
        {
            var pruned = await mediator.Send(command, cancellationToken);
            if (pruned.Error is not null || pruned.Value == 0)
            {
                return pruned.Error is { } error ? error : count;
            }

            count += pruned.Value;
        }
    }
}
