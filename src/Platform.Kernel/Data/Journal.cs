using Microsoft.Extensions.Hosting;

namespace Platform.Kernel.Data;

/// <summary>What commits are written to first. Its pages are moved on to the database from time to time, after which it begins anew.</summary>
public abstract class Journal : IDisposable
{
    /// <summary>Moves on what no reader still needs, while others read and write.</summary>
    /// <returns>The pages that it holds, moved on or not.</returns>
    public abstract int Checkpoint();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>
/// Moves the journal's pages on in the background. The database would do it within whichever commit makes the journal too long,
/// and all other writers would wait for that: 20 to 80 ms where pages of a large database are meant.
/// </summary>
internal sealed class Checkpoints(DatabaseProvider provider, string connectionString, WriteGate gate, TimeProvider time) : BackgroundService
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
            if (journal.Checkpoint() < Long)
            {
                continue;
            }

            // It begins anew once all is moved on. Most of it is by now: what came meanwhile is done while nobody adds to it.
            using var turn = await gate.EnterAsync(stoppingToken);
            journal.Checkpoint();
        }
    }
}
