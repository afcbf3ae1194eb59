using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Usage;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Rolls an organization's hours older than 14 days into days, and forgets days older than 13 months: a few rows at a time,
/// so that no other writer waits long. Run again, it finds nothing to do.
/// </summary>
internal sealed record RollUsage : IRequest<Result<int>>;

internal sealed class RollUsageHandler(IMediator mediator) : IRequestHandler<RollUsage, Result<int>>
{
    public async Task<Result<int>> Handle(RollUsage request, CancellationToken cancellationToken)
    {
        var count = 0;
        while (true)
        {
            var rolled = await mediator.Send(new RollSomeUsage(), cancellationToken);
            if (rolled.Error is { } error)
            {
                return error;
            }

            if (rolled.Value == 0)
            {
                return count;
            }

            count += rolled.Value;
        }
    }
}

/// <summary>One transaction's part of it; answers with the rows that were taken away.</summary>
internal sealed record RollSomeUsage : ICommand<Result<int>>;

internal sealed class RollSomeUsageHandler(PlatformDbContext db, UsageWriter writer, TimeProvider time) : IRequestHandler<RollSomeUsage, Result<int>>
{
    private const int AtOnce = 500;

    public async Task<Result<int>> Handle(RollSomeUsage request, CancellationToken cancellationToken)
    {
        var today = time.UtcNow().Date;
        var hours = await OldestAsync(UsageGrain.Hour, today.AddDays(-UsageRange.DaysOfHours), cancellationToken);
        var days = hours.Count < AtOnce ? await OldestAsync(UsageGrain.Day, today.AddMonths(-UsageRange.MonthsOfDays), cancellationToken) : [];
        db.RemoveRange(hours);
        db.RemoveRange(days);

        // What has gone is what is added: whoever was quicker has made the deletion fail, and with it all of this.
        await db.SaveChangesAsync(cancellationToken);
        await writer.AddAsync(await writer.BoundAsync(UsageRows.Roll(hours), cancellationToken), cancellationToken);
        return hours.Count + days.Count;
    }

    private Task<List<UsageCount>> OldestAsync(UsageGrain grain, DateTime before, CancellationToken cancellationToken) => db.UsageCounts
        .Where(count => count.Grain == grain && count.At < before)
        .OrderBy(count => count.At)
        .Take(AtOnce)
        .ToListAsync(cancellationToken);
}
