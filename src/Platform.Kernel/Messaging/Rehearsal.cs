using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Kernel.Messaging;

/// <summary>
/// A command that is undone at its end, whatever it answers. Its handler does what others do later, so that their statements are
/// compiled before anybody waits for them.
/// </summary>
public interface IRehearsal : ICommand<Result>;

/// <summary>
/// Plays the rehearsals while the host starts. Where the database has one writer at a time, the first command would otherwise
/// keep all others waiting for the compiler, 20 times as long as for its work.
/// </summary>
internal sealed partial class Rehearsals(IEnumerable<IRehearsal> rehearsals, DatabaseProvider provider, IServiceScopeFactory scopes, ILogger<Rehearsals> logger)
    : IHostedLifecycleService
{
    private Task _played = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (provider.SingleWriter)
        {
            // Beside what else a start has to do.
            _played = Task.Run(() => PlayAsync(cancellationToken), cancellationToken);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => _played;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var rehearsal in rehearsals)
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(Guid.CreateVersion7());
                if ((await scope.ServiceProvider.GetRequiredService<IMediator>().Send(rehearsal, cancellationToken)).Error is { } error)
                {
                    throw new InvalidOperationException(error.Detail);
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The first commands were not rehearsed; they will take longer")]
    private partial void LogFailed(Exception failure);
}
