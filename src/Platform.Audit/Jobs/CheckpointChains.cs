using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Audit.Data;
using Platform.Contracts.Audit;
using Platform.Contracts.Personnel;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Audit.Jobs;

/// <summary>
/// Makes a checkpoint of each chain that has grown, the instance's own among them. No command itself: each checkpoint is one, so
/// that one that fails keeps no other from being made.
/// </summary>
internal sealed record CheckpointChains : IRequest<Result<int>>;

internal sealed partial class CheckpointChainsHandler(PlatformDbContext db, IMediator mediator, IServiceScopeFactory scopes, ILogger<CheckpointChainsHandler> logger)
    : IRequestHandler<CheckpointChains, Result<int>>
{
    public async Task<Result<int>> Handle(CheckpointChains request, CancellationToken cancellationToken)
    {
        await mediator.Send(new PrepareSigning(), cancellationToken);
        var checkpoints = db.AuditCheckpointsOfEveryOrganization;
        var grown = await db.AuditHeads.AsNoTracking()
            .Where(head => !checkpoints.Any(checkpoint => checkpoint.OrganizationId == head.Chain && checkpoint.Sequence == head.Sequence))
            .OrderBy(head => head.Chain)
            .Select(head => head.Chain)
            .ToListAsync(cancellationToken);
        var made = 0;
        foreach (var chain in grown)
        {
            made += await TryAsync(chain, cancellationToken) ? 1 : 0;
        }

        return made == grown.Count ? made : Error.Conflict($"{grown.Count - made} of {grown.Count} chains have got no checkpoint.");
    }

    private async Task<bool> TryAsync(Guid chain, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<OrganizationScope>().Enter(chain);
            return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CreateAuditCheckpoint(), cancellationToken)).Error is null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure, chain);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The audit chain {Chain} has got no checkpoint")]
    private partial void LogFailed(Exception failure, Guid chain);
}
