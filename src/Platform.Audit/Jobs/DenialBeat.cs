using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Audit.Features;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;

namespace Platform.Audit.Jobs;

/// <summary>
/// Each second writes to the log what <see cref="Denials"/> has counted, as far as it is due. The first refusal of a caller is
/// there within seconds; the next entry is an hour younger and says how many there have been meanwhile.
/// </summary>
internal sealed partial class DenialBeat(Denials denials, IServiceScopeFactory scopes, TimeProvider time, ILogger<DenialBeat> logger) : BackgroundService
{
    /// <summary>Entries of a second: many callers at once keep no other writer waiting.</summary>
    private const int AtMost = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var denied in denials.Take(AtMost, time.UtcNow()))
                {
                    await WriteAsync(denied);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was counted since the last entry of each caller goes with the host.
        }
    }

    private async Task WriteAsync(Denied denied)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(denied.OrganizationId);
            var caller = scope.ServiceProvider.GetRequiredService<Caller>();
            caller.Called(null, denied.Address, denied.Agent, null);
            caller.Proved(caller.Actor, denied.TokenId);
            var recorded = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecordDenial(denied));
            if (recorded.Error is not null)
            {
                denials.Return(denied, time.UtcNow());
            }
            else if (recorded.Value is { } written)
            {
                // Another node has, or this one before it was started anew.
                denials.Return(denied, written + Denials.Window);
            }
        }
        catch (Exception failure)
        {
            LogFailed(failure, denied.TokenId);
            denials.Return(denied, time.UtcNow());
        }
    }

    [LoggerMessage(LogLevel.Warning, "The refusals of token {Token} could not be written to the log; trying again")]
    private partial void LogFailed(Exception failure, Guid token);
}
