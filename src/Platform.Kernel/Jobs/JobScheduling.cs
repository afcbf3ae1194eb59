using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Kernel.Outbox;
using Quartz;

namespace Platform.Kernel.Jobs;

/// <summary>Hands the declared jobs to Quartz once the host has started.</summary>
internal sealed class JobScheduling(ISchedulerFactory schedulers, IEnumerable<Job> jobs, TimeProvider time) : IHostedService
{
    /// <summary>Late enough to leave the start alone.</summary>
    private static readonly TimeSpan FirstRun = TimeSpan.FromSeconds(5);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var job in jobs)
        {
            var detail = JobBuilder.Create<QuartzJob>().WithIdentity(job.Name).Build();
            var trigger = TriggerBuilder.Create()
                .WithIdentity(job.Name)
                .StartAt(time.GetUtcNow() + FirstRun)
                .WithSimpleSchedule(schedule => schedule.WithInterval(job.Every).RepeatForever())
                .Build();
            await scheduler.ScheduleJob(detail, trigger, cancellationToken: cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What Quartz runs: looks the job up by its name. Never twice at the same time on one node.</summary>
    [DisallowConcurrentExecution]
    private sealed class QuartzJob(JobRunner runner, IEnumerable<Job> jobs) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
            await runner.RunAsync(jobs.Single(job => job.Name == context.JobDetail.Key.Name), cancellationToken);
    }
}

/// <summary>This node's timers: when they run next, and that one runs now.</summary>
public sealed class JobTimers(ISchedulerFactory schedulers)
{
    /// <summary>Null where it has none ahead.</summary>
    public async Task<DateTime?> NextRunAsync(string job, CancellationToken cancellationToken)
    {
        var trigger = await (await schedulers.GetScheduler(cancellationToken)).GetTrigger(new TriggerKey(job), cancellationToken);
        return trigger?.NextFireTimeUtc?.UtcDateTime;
    }

    /// <summary>Runs it as soon as a run that is under way has ended; does not wait for it.</summary>
    public async Task RunNowAsync(string job, CancellationToken cancellationToken) =>
        await (await schedulers.GetScheduler(cancellationToken)).TriggerJob(new JobKey(job), cancellationToken: cancellationToken);
}

public static class JobServices
{
    /// <summary>Declares a job of a module.</summary>
    public static IServiceCollection AddJob(this IServiceCollection services, Job job) => services.AddSingleton(job);

    internal static void AddJobs(this IServiceCollection services)
    {
        services.AddQuartz();
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobTimers>();
        services.AddHostedService<JobScheduling>();
        services.AddJob(new Job("outbox", TimeSpan.FromMinutes(1), () => new DrainOutbox()) { Description = "Delivers events that a commit or another node has left behind" });
        services.AddJob(new Job("kernel-prune", TimeSpan.FromHours(1), () => new PruneKernel()) { Description = "Forgets delivered events, applied changes and nodes long gone" });
        services.AddJob(new Job("batches-prune", TimeSpan.FromHours(1), () => new PruneBatches()) { Description = "Discards imports that were left behind" });
    }
}
