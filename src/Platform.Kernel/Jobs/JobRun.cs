using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Kernel.Jobs;

/// <summary>One run of a job, as operators see it. The last ones of each job are kept.</summary>
public sealed class JobRun : Entity, IInstanceWide, INoGrantEffect
{
    /// <summary>Runs of one job that are kept.</summary>
    public const int Kept = 50;

    private JobRun()
    {
    }

    internal JobRun(RecordJobRun run) =>
        (Job, Node, StartedAt, Milliseconds, Items, Error) = (run.Job, run.Node, run.StartedAt, run.Milliseconds, run.Items, run.Error?.Cut(2000));

    public string Job { get; private init; } = "";

    /// <summary>The host that ran it: its machine and process.</summary>
    public string Node { get; private init; } = "";

    public DateTime StartedAt { get; private init; }

    public long Milliseconds { get; private init; }

    /// <summary>How many things it has dealt with: tokens, messages, rows.</summary>
    public int Items { get; private init; }

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Error { get; private init; }
}

/// <summary>Keeps a run, and forgets the oldest one that is one too many.</summary>
internal sealed record RecordJobRun(string Job, string Node, DateTime StartedAt, long Milliseconds, int Items, string? Error) : ICommand<Result>;

internal sealed class RecordJobRunHandler(PlatformDbContext db) : IRequestHandler<RecordJobRun, Result>
{
    public async Task<Result> Handle(RecordJobRun request, CancellationToken cancellationToken)
    {
        var runs = db.Set<JobRun>().Where(run => run.Job == request.Job);
        db.Add(new JobRun(request));
        var oldest = await runs.OrderByDescending(run => run.StartedAt).Skip(JobRun.Kept - 1).Take(1).ToListAsync(cancellationToken);
        if (oldest is [var first])
        {
            await runs.Where(run => run.StartedAt <= first.StartedAt).ExecuteDeleteAsync(cancellationToken);
        }

        return Result.Done;
    }
}
