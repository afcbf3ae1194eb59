using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;

namespace Platform.Kernel.Jobs;

/// <summary>Runs one job now, whoever asks: the timer, an operator, a test.</summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, ILogger<JobRunner> logger)
{
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        foreach (var organization in await OrganizationsOf(job, cancellationToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(organization);
                var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(job.Command(), cancellationToken);
                if (result.Error is { } error)
                {
                    LogRefused(job.Name, organization, error.Code, error.Detail);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure, job.Name, organization);
            }
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
}
