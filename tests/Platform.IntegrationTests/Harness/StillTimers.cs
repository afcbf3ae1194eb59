using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Kernel.Jobs;
using Quartz;

namespace Platform.IntegrationTests.Harness;

/// <summary>
/// Jobs run when a test says so. A timer that finds the clock months further on runs them too, at whatever moment it looks, and
/// what a test counts then depends on how busy the machine is.
/// </summary>
internal sealed class StillTimers(ISchedulerFactory schedulers, IEnumerable<Job> jobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var job in jobs)
        {
            await scheduler.PauseTrigger(new TriggerKey(job.Name), cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class StillTimersServices
{
    public static void AddStillTimers(this IServiceCollection services) => services.AddHostedService<StillTimers>();

    /// <summary>Lets a job's timer run as it does in the ordinary host.</summary>
    public static async Task LetTimerRunAsync(this PlatformHost host, string job) =>
        await (await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler()).ResumeTrigger(new TriggerKey(job));
}
