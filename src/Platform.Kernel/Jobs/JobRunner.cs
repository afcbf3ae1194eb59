using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;

namespace Platform.Kernel.Jobs;

/// <summary>Runs one job now, whoever asks: the timer, an operator, a test. Keeps what came of it.</summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, TimeProvider time, ILogger<JobRunner> logger)
{
    private static readonly string Node = $"{Environment.MachineName}:{Environment.ProcessId}";

    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var (startedAt, began, items, failures) = (time.UtcNow(), time.GetTimestamp(), 0, new List<string>());
        try
        {
            var organizations = await OrganizationsOf(job, cancellationToken);
            foreach (var organization in organizations)
            {
                items += await RunAsync(job, organization, failures, cancellationToken);
            }

            if (failures.Count > 0 && job.PerOrganization)
            {
                failures[0] = $"{failures.Count} of {organizations.Count} organizations failed. The first: {failures[0]}";
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure, job.Name, OrganizationScope.Instance);
            failures.Add(failure.Message);
        }

        await RecordAsync(new RecordJobRun(
            job.Name, Node, startedAt, (long)time.GetElapsedTime(began).TotalMilliseconds, items, failures.FirstOrDefault()));
    }

    /// <summary>Answers how much it has dealt with, and adds what went wrong.</summary>
    private async Task<int> RunAsync(Job job, Guid organization, List<string> failures, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization);
            var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(job.Command(), cancellationToken);
            if (result.Error is not { } error)
            {
                return result.Value;
            }

            LogRefused(job.Name, organization, error.Code, error.Detail);
            failures.Add(error.Detail);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure, job.Name, organization);
            failures.Add(failure.Message);
        }

        return 0;
    }

    /// <summary>No job fails because its run could not be kept.</summary>
    private async Task RecordAsync(RecordJobRun run)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(OrganizationScope.Instance);
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(run, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogNotRecorded(failure, run.Job);
        }
    }

    private async Task<IReadOnlyList<Guid>> OrganizationsOf(Job job, CancellationToken cancellationToken)
    {
        if (!job.PerOrganization)
        {
            return [OrganizationScope.Instance];
        }

        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IOrganizationDirectory>().ListAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Job {Job} failed for organization {Organization}")]
    private partial void LogFailed(Exception failure, string job, Guid organization);

    [LoggerMessage(LogLevel.Warning, "Job {Job} was refused for organization {Organization}: {Code} {Detail}")]
    private partial void LogRefused(string job, Guid organization, string code, string detail);

    [LoggerMessage(LogLevel.Warning, "A run of the job {Job} could not be kept")]
    private partial void LogNotRecorded(Exception failure, string job);
}
