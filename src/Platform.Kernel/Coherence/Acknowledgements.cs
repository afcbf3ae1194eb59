using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// Waits until every node has a change. However many wait, one reads: often at first, since nodes answer within milliseconds,
/// and seldom once one of them must be dead. The rules are <see cref="Settlement"/>'s.
/// </summary>
public sealed partial class Acknowledgements(IServiceScopeFactory scopes, NodeClock clock, TimeProvider time, ILogger<Acknowledgements> logger)
{
    private const int CommandSeconds = 1;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    /// <summary>After this long, a read that hangs is left to itself.</summary>
    private static readonly TimeSpan Silence = Settlement.Patience;

    /// <summary>A caller looks this often whether there was an answer.</summary>
    private static readonly TimeSpan Look = Silence / 4;

    /// <summary>
    /// After so many looks in a row without an answer of the database, nobody knows what the nodes have. They are counted, not
    /// timed: a process that has stood still asked nobody meanwhile.
    /// </summary>
    private const int MostLooks = 8;

    /// <summary>A node that renews and never acknowledges has a fault; the caller need not wait for its end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiting = [];
    private bool _isRead;

    /// <summary>Waits for a committed revision, or for all that was committed before this call.</summary>
    /// <exception cref="UnavailableException">It is not known whether all nodes have it.</exception>
    public async Task<Receipt> WaitAsync(long? revision)
    {
        var waiter = new Waiter(new Settlement(revision, clock.Monotonic));
        lock (_gate)
        {
            _waiting.Add(waiter);
            if (!_isRead)
            {
                _isRead = true;

                // It reads for others too: nothing of this request goes along.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(ReadAsync);
                }
            }
        }

        var (heardAt, looks) = (waiter.HeardAt, 0);
        while (true)
        {
            try
            {
                return await waiter.Done.Task.WaitAsync(Look);
            }
            catch (TimeoutException)
            {
                if (waiter.Done.Task.IsCompleted)
                {
                    continue;
                }

                looks = waiter.HeardAt == heardAt ? looks + 1 : 1;
                heardAt = waiter.HeardAt;
                if (looks == MostLooks || clock.Monotonic - waiter.Settlement.Began > Longest)
                {
                    Remove(waiter);
                    throw new UnavailableException("The change was made, but it is not known whether every node has it: the database can't be reached just now. Repeat the call.");
                }
            }
        }
    }

    private async Task ReadAsync()
    {
        for (var reads = 0; TakeWaiters() is { Count: > 0 } waiters; reads++)
        {
            try
            {
                // One that hangs is left to itself, and the next one tries another connection.
                var read = await AskAsync(ReadAsync).WaitAsync(Silence);
                var fences = new HashSet<Fence>();
                foreach (var waiter in waiters)
                {
                    fences.UnionWith(waiter.Settlement.Read(read));
                    waiter.HeardAt = read.At;
                    if (waiter.Settlement.IsDone)
                    {
                        Remove(waiter);
                        waiter.Done.TrySetResult(waiter.Settlement.Receipt);
                        reads = 0;
                    }
                }

                foreach (var fence in fences)
                {
                    await AskAsync(db => FenceAsync(db, fence)).WaitAsync(Silence);
                }
            }
            catch (Exception failure)
            {
                LogFailed(failure);
            }

            if (reads > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, reads)));
            }
        }
    }

    private async Task<T> AskAsync<T>(Func<PlatformDbContext, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDbContext>();
        db.Database.SetCommandTimeout(CommandSeconds);
        return await ask(db);
    }

    private async Task<NodesRead> ReadAsync(PlatformDbContext db)
    {
        var sent = clock.Monotonic;
        var nodes = await db.Set<Node>().AsNoTracking()
            .Select(node => new
            {
                Row = new NodeRow(node.Id, node.Renewal, node.Applied, node.FencedAt != null),
                Head = db.Set<RevisionHead>().Select(head => head.Value).First(),
            })
            .ToListAsync();
        return new NodesRead(sent, clock.Monotonic, nodes.Select(node => node.Head).FirstOrDefault(), [.. nodes.Select(node => node.Row)]);
    }

    private async Task<bool> FenceAsync(PlatformDbContext db, Fence fence)
    {
        var now = time.UtcNow();
        var fenced = await db.Set<Node>()
            .Where(node => node.Id == fence.Id && node.Renewal == fence.Renewal && node.FencedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(node => node.FencedAt, now));
        if (fenced > 0)
        {
            LogFenced(fence.Id);
        }

        return fenced > 0;
    }

    private List<Waiter> TakeWaiters()
    {
        lock (_gate)
        {
            _isRead = _waiting.Count > 0;
            return [.. _waiting];
        }
    }

    private void Remove(Waiter waiter)
    {
        lock (_gate)
        {
            _waiting.Remove(waiter);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The nodes could not be read; trying again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Warning, "Node {Node} did not acknowledge in time and was fenced: it answers nothing from memory until it has joined anew")]
    private partial void LogFenced(Guid node);

    private sealed class Waiter(Settlement settlement)
    {
        public Settlement Settlement { get; } = settlement;

        public TaskCompletionSource<Receipt> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The last time that the database said how the nodes stand.</summary>
        public TimeSpan HeardAt { get; set; } = settlement.Began;
    }
}
