using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Notes the tokens that have come to their end, and tells of it once. A token stops at its end without this: the request
/// path looks at the clock.
/// </summary>
internal sealed record ExpireTokens : IRequest<Result<int>>;

/// <summary>Notes the ends of those among these that nobody has noted meanwhile.</summary>
internal sealed record ExpireSomeTokens(IReadOnlyList<Guid> TokenIds) : ITurn;

internal sealed partial class ExpireTokensHandler(PlatformDbContext db, Sweep sweep, TokenLife life, ILogger<ExpireTokensHandler> logger, TimeProvider time) :
    IRequestHandler<ExpireTokens, Result<int>>, IRequestHandler<ExpireSomeTokens, Result<Turn>>
{
    public async Task<Result<int>> Handle(ExpireTokens request, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var state in (TokenState[])[TokenState.Live, TokenState.Replaced])
        {
            var swept = await sweep.RunAsync(
                () => db.DueTokens(state, time.UtcNow()).Take(Sweep.AtOnce).Select(token => token.Id).ToListAsync(cancellationToken),
                some => new ExpireSomeTokens(some),
                cancellationToken);
            if (swept.Error is { } error)
            {
                return error;
            }

            count += swept.Value.Count;
            if (swept.Value is { Count: > 0 } done)
            {
                LogSwept(done.Count, done.Took.TotalSeconds, done.Turns.Count, done.Turns.Overlong, ShortTurns.Limit.TotalMilliseconds, done.Turns.Longest.TotalMilliseconds);
            }
        }

        return count;
    }

    public async Task<Result<Turn>> Handle(ExpireSomeTokens request, CancellationToken cancellationToken)
    {
        var (beganAt, now) = (time.GetTimestamp(), time.UtcNow());

        // By their ids alone: with the rest in the question, SQLite may go through all that are due.
        var found = await db.Tokens.Where(token => request.TokenIds.Contains(token.Id)).ToListAsync(cancellationToken);
        var due = found.FindAll(token => token.State is TokenState.Live or TokenState.Replaced && token.EndsAt <= now);
        await life.ExpireAsync(due, cancellationToken);
        return new Turn(due.Count, beganAt);
    }

    [LoggerMessage(LogLevel.Information, "{Count} tokens have expired; noted in {Seconds:0.0} s, in {Turns} turns, {Overlong} of them longer than {Limit} ms and the longest {Milliseconds:0.0} ms")]
    private partial void LogSwept(int count, double seconds, int turns, int overlong, double limit, double milliseconds);
}
