using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Kernel.Data;

/// <summary>
/// Moves the journal's pages on in the background. The database would do it within whichever commit makes the journal too long,
/// and all other writers would wait for that: 20 to 80 ms where pages of a large database are meant.
/// </summary>
internal sealed partial class Checkpoints(
    DatabaseProvider provider, string connectionString, WriteGate gate, TimeProvider time, ILogger<Checkpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Pages from which on the journal is to begin anew: 4 MB, as the database has it.</summary>
    private const int Long = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var journal = provider.OpenJournal(connectionString);
        using var timer = new PeriodicTimer(Interval, time);
        while (journal is not null && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MoveOnAsync(journal, stoppingToken);
            }
            catch (DbException failure)
            {
                // A full disk, for one. The host goes on: what can't be written, its command says; the database makes checkpoints too.
                LogFailed(failure);
            }
        }
    }

    private async Task MoveOnAsync(Journal journal, CancellationToken stoppingToken)
    {
        if (journal.Checkpoint() < Long)
        {
            return;
        }

        // It begins anew once all is moved on. Most of it is by now: what came meanwhile is done while nobody adds to it.
        using var turn = await gate.EnterAsync(stoppingToken);
        journal.Checkpoint();
    }

    [LoggerMessage(LogLevel.Warning, "What was committed could not be moved on from the journal to the database; it is tried again with the next change")]
    private partial void LogFailed(Exception failure);
}
