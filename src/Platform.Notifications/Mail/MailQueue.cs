using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Notifications;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Outbox;
using Platform.Kernel.Results;
using Platform.Notifications.Data;
using Platform.Notifications.Domain;

namespace Platform.Notifications.Mail;

/// <summary>Rings when a mail was queued.</summary>
internal sealed class MailSignal : Signal;

/// <summary>Takes some mails that are due, for one connection alone.</summary>
internal sealed record ClaimMails(int AtMost, TimeSpan For) : ICommand<Result<IReadOnlyList<ClaimedMail>>>;

internal sealed record ClaimedMail(Guid Id, Guid OrganizationId, string Kind, string Content);

/// <summary>Notes what came of a mail.</summary>
/// <param name="Failure">Why it was not taken; null where it was.</param>
/// <param name="ForGood">True where trying again would come to the same.</param>
internal sealed record SettleMail(Guid Id, string? Failure, bool ForGood) : ICommand<Result>;

/// <summary>Gives mails back that were not tried.</summary>
internal sealed record ReleaseMails(IReadOnlyList<Guid> Ids) : ICommand<Result>;

/// <summary>Gives all mails back: where there is one host, nobody can be at them when it starts.</summary>
internal sealed record ReleaseAllMails : ICommand<Result>;

internal sealed class MailQueue(PlatformDbContext db, UnitOfWork work, SmtpSettings settings, MailSignal signal, TimeProvider time) :
    IRequestHandler<IsMailConfigured, bool>,
    IRequestHandler<QueueMail, Result>,
    IRequestHandler<ClaimMails, Result<IReadOnlyList<ClaimedMail>>>,
    IRequestHandler<SettleMail, Result>,
    IRequestHandler<ReleaseMails, Result>,
    IRequestHandler<ReleaseAllMails, Result>
{
    public Task<bool> Handle(IsMailConfigured request, CancellationToken cancellationToken) => Task.FromResult(settings.Host is not null);

    public Task<Result> Handle(QueueMail request, CancellationToken cancellationToken)
    {
        db.Add(new QueuedMail(db.OrganizationId!.Value, request.MessageId, request.Recipient, request.Kind, request.Content, time.UtcNow()));
        work.WhenCommitted(signal.Set);
        return Task.FromResult(Result.Done);
    }

    public async Task<Result<IReadOnlyList<ClaimedMail>>> Handle(ClaimMails request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var mails = await db.Mails
            .Where(mail => mail.State == MailState.Pending && mail.DueAt <= now && (mail.ClaimedUntil == null || mail.ClaimedUntil <= now))
            .OrderBy(mail => mail.DueAt)
            .Take(request.AtMost)
            .ToListAsync(cancellationToken);
        mails.ForEach(mail => mail.Claim(now + request.For));
        return Result<IReadOnlyList<ClaimedMail>>.Of([.. mails.Select(mail => new ClaimedMail(mail.Id, mail.OrganizationId, mail.Kind, mail.Content))]);
    }

    public async Task<Result> Handle(SettleMail request, CancellationToken cancellationToken)
    {
        var mail = await db.Mails.SingleOrDefaultAsync(row => row.Id == request.Id && row.State == MailState.Pending, cancellationToken);
        if (request.Failure is { } failure)
        {
            mail?.Failed(failure, request.ForGood, time.UtcNow());
        }
        else
        {
            mail?.Sent(time.UtcNow());
        }

        return Result.Done;
    }

    public async Task<Result> Handle(ReleaseMails request, CancellationToken cancellationToken)
    {
        (await db.Mails.Where(mail => request.Ids.Contains(mail.Id)).ToListAsync(cancellationToken)).ForEach(mail => mail.Release());
        return Result.Done;
    }

    public async Task<Result> Handle(ReleaseAllMails request, CancellationToken cancellationToken)
    {
        await db.Mails.Where(mail => mail.State == MailState.Pending && mail.ClaimedUntil != null)
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.ClaimedUntil, (DateTime?)null), cancellationToken);
        return Result.Done;
    }
}
