using MediatR;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Tokens.Jobs;

/// <summary>What one transaction of a sweep has done.</summary>
/// <param name="Count">The tokens that it still found so.</param>
/// <param name="BeganAt">The timestamp at which it was its turn to write.</param>
internal sealed record Turn(int Count, long BeganAt);

/// <summary>One transaction of a sweep.</summary>
internal interface ITurn : ICommand<Result<Turn>>, IFoundAgain;

/// <summary>What a whole sweep has done.</summary>
/// <param name="Turns">In how many transactions, how many of them overlong, and the longest that others have waited for one.</param>
internal sealed record Swept(int Count, TimeSpan Took, (int Count, int Overlong, TimeSpan Longest) Turns);

/// <summary>
/// How jobs go through many tokens: they are found before anything is written, and changed a few at a time, so that others
/// write in between.
/// </summary>
internal sealed class Sweep(IMediator mediator, TimeProvider time)
{
    /// <summary>Tokens found at once.</summary>
    public const int AtOnce = 500;

    /// <summary>Others wait for 10 ms at most; what a turn takes varies by the disk.</summary>
    private const double TurnMilliseconds = 3;

    private readonly ShortTurns _turns = new(TurnMilliseconds);

    /// <summary>Finds some tokens and changes them, until there are none.</summary>
    /// <param name="find">Answers the next tokens, at most <see cref="AtOnce"/>; none of those that the commands have changed.</param>
    /// <param name="command">Changes those among some tokens that are still as they were found.</param>
    /// <param name="cancellationToken">Ends the sweep after a turn.</param>
    public async Task<Result<Swept>> RunAsync(
        Func<Task<List<Guid>>> find, Func<IReadOnlyList<Guid>, ITurn> command, CancellationToken cancellationToken)
    {
        var (count, started) = (0, time.GetTimestamp());
        while (true)
        {
            var changed = await RunAsync(await find(), command, cancellationToken);
            if (changed.Error is { } error)
            {
                return error;
            }

            count += changed.Value;

            // None, or somebody else is at it.
            if (changed.Value == 0)
            {
                return new Swept(count, time.GetElapsedTime(started), (_turns.Count, _turns.Overlong, _turns.Longest));
            }
        }
    }

    /// <summary>Changes these tokens, and answers how many were still as they were found.</summary>
    /// <inheritdoc cref="RunAsync(Func{Task{List{Guid}}}, Func{IReadOnlyList{Guid}, ITurn}, CancellationToken)"/>
    public async Task<Result<int>> RunAsync(
        List<Guid> found, Func<IReadOnlyList<Guid>, ITurn> command, CancellationToken cancellationToken)
    {
        var changed = 0;
        for (var at = 0; at < found.Count;)
        {
            var some = found[at..Math.Min(at + _turns.Size, found.Count)];
            var turn = await mediator.Send(command(some), cancellationToken);
            if (turn.Error is { Code: ErrorCodes.Conflict })
            {
                // Another node has just changed one of them, and is at the others too; what it leaves the next run finds.
                at += some.Count;
                continue;
            }

            if (turn.Error is { } error)
            {
                return error;
            }

            _turns.Took(some.Count, time.GetElapsedTime(turn.Value.BeganAt));
            (at, changed) = (at + some.Count, changed + turn.Value.Count);
        }

        return changed;
    }
}
