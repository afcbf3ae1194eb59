using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Tenancy.Features;

/// <summary>A background job.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is for.</param>
/// <param name="EverySeconds">The time from one run to the next, on each node.</param>
/// <param name="NextRunAt">When it runs next on the node that answers; null where it has not been scheduled yet.</param>
/// <param name="Runs">The last 50 runs on any node, the newest first.</param>
internal sealed record JobAnswer(string Name, string Description, long EverySeconds, DateTime? NextRunAt, IReadOnlyList<JobRunAnswer> Runs);

/// <param name="Milliseconds">How long it took.</param>
/// <param name="Items">How many things it has dealt with: tokens, messages, rows.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
/// <param name="Node">The host that ran it.</param>
internal sealed record JobRunAnswer(DateTime StartedAt, long Milliseconds, int Items, string? Error, string Node);

internal sealed record ListJobsAnswer(IReadOnlyList<JobAnswer> Items);

internal sealed record ListJobsQuery : IQuery<Result<ListJobsAnswer>>;

internal static class ListJobs
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListJobsQuery(), cancellationToken)).ToAnswer();

    internal sealed class Handler(PlatformDbContext db, IEnumerable<Job> jobs, JobTimers timers) : IRequestHandler<ListJobsQuery, Result<ListJobsAnswer>>
    {
        public async Task<Result<ListJobsAnswer>> Handle(ListJobsQuery request, CancellationToken cancellationToken)
        {
            var runs = (await db.Set<JobRun>().AsNoTracking().OrderByDescending(run => run.StartedAt).ToListAsync(cancellationToken)).ToLookup(run => run.Job);
            var items = new List<JobAnswer>();
            foreach (var job in jobs.OrderBy(job => job.Name, StringComparer.Ordinal))
            {
                var last = runs[job.Name].Take(JobRun.Kept).Select(run => new JobRunAnswer(run.StartedAt, run.Milliseconds, run.Items, run.Error, run.Node));
                items.Add(new JobAnswer(job.Name, job.Description, (long)job.Every.TotalSeconds, await timers.NextRunAsync(job.Name, cancellationToken), [.. last]));
            }

            return new ListJobsAnswer(items);
        }
    }
}
