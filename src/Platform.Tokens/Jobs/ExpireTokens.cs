using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Notes the tokens that have come to their end, and tells of it once. A token stops at its end without this: the request
/// path looks at the clock. No command itself: it sends one after the other until none is left, so that others write between.
/// </summary>
internal sealed record ExpireTokens : IRequest<Result>;

internal sealed record ExpireSomeTokens(TokenState State) : ICommand<Result<Batch>>;

/// <summary>What one transaction of a sweep has done.</summary>
/// <param name="BeganAt">The timestamp at which it was its turn to write.</param>
internal sealed record Batch(int Count, long BeganAt)
{
    /// <summary>Rows in one transaction: few enough to be done within 10 ms, which is how long others wait.</summary>
    public const int Size = 20;

    public bool IsLast => Count < Size;
}

internal sealed partial class ExpireTokensHandler(PlatformDbContext db, IMediator mediator, TokenLife life, ILogger<ExpireTokensHandler> logger, TimeProvider time) :
    IRequestHandler<ExpireTokens, Result>, IRequestHandler<ExpireSomeTokens, Result<Batch>>
{
    public async Task<Result> Handle(ExpireTokens request, CancellationToken cancellationToken)
    {
        var (count, longest, started) = (0, TimeSpan.Zero, time.GetTimestamp());

        // Asked first: a command that finds nothing takes its turn to write all the same.
        foreach (var state in (TokenState[])[TokenState.Live, TokenState.Replaced])
        {
            while (await db.DueTokens(state, time.UtcNow()).AnyAsync(cancellationToken))
            {
                var swept = await mediator.Send(new ExpireSomeTokens(state), cancellationToken);
                if (swept.Error is { } error)
                {
                    return error;
                }

                var turn = time.GetElapsedTime(swept.Value.BeganAt);
                (count, longest) = (count + swept.Value.Count, turn > longest ? turn : longest);
                if (swept.Value.IsLast)
                {
                    break;
                }
            }
        }

        if (count > 0)
        {
            LogSwept(count, time.GetElapsedTime(started).TotalSeconds, longest.TotalMilliseconds);
        }

        return Result.Done;
    }

    public async Task<Result<Batch>> Handle(ExpireSomeTokens request, CancellationToken cancellationToken)
    {
        var beganAt = time.GetTimestamp();
        var due = await db.DueTokens(request.State, time.UtcNow()).Take(Batch.Size).ToListAsync(cancellationToken);
        await life.ExpireAsync(due, cancellationToken);
        return new Batch(due.Count, beganAt);
    }

    [LoggerMessage(LogLevel.Information, "{Count} tokens have expired; noted in {Seconds:0.0} s, in turns of {Milliseconds:0.0} ms at most")]
    private partial void LogSwept(int count, double seconds, double milliseconds);
}
