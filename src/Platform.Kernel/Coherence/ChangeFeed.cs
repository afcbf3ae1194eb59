using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Kernel.Data;

namespace Platform.Kernel.Coherence;

/// <summary>
/// Makes this process a node: joins, polls, applies, acknowledges, joins anew, and leaves. On a thread of its own, so that it
/// renews however busy the pool of threads is. All rules are <see cref="NodeProtocol"/>'s.
/// </summary>
internal sealed partial class ChangeFeed(
    NodeProtocol protocol,
    NodeLease lease,
    NodeClock clock,
    GrantCache cache,
    FeedSource source,
    TimeProvider time,
    ILogger<ChangeFeed> logger) : IHostedService, IDisposable
{
    /// <summary>How often it renews where nothing happens: a lease bears several that fail.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMilliseconds(150);

    /// <summary>How often it is seen whether the lease was lost.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A host that starts without its database says so when it is asked, and not by never starting.</summary>
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(2);

    private readonly AutoResetEvent _ending = new(false);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private Timer? _watch;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = new Timer(_ => GiveUp(), null, Watch, Watch);
        new Thread(Run) { IsBackground = true, Name = "Change feed" }.Start();
        try
        {
            await _first.Task.WaitAsync(PatienceAtStart, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogAlone();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Before the row goes: whoever is still being answered is answered from the database.
        protocol.Stop();
        _stopping = true;
        _ending.Set();
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _watch?.Dispose();

        // A thread that hangs in the database still waits for it once it is back.
        if (_ended.Task.IsCompleted)
        {
            _ending.Dispose();
        }
    }

    private void Run()
    {
        var failures = 0;
        while (!_stopping)
        {
            try
            {
                using var link = source.Connect();
                lease.Asking();
                link.Open();
                if (failures > 0)
                {
                    LogBack();
                }

                while (!_stopping)
                {
                    Turn(link);
                    failures = 0;
                }

                link.Leave(protocol.Id);
            }
            catch (Exception failure)
            {
                lease.Failed();
                if (failures++ == 0)
                {
                    LogFailed(failure);
                }

                // What the pool still holds was most likely lost with this one.
                source.ForgetConnections();
                _ending.WaitOne(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 25 * failures)));
            }
        }

        _ended.SetResult();
    }

    private void Turn(FeedLink link)
    {
        lease.Asking();
        if (!protocol.IsRegistered)
        {
            var registration = protocol.Register(link.ReadHead());
            link.Register(registration, time.UtcNow());
            protocol.Registered(registration);
        }

        var poll = protocol.Begin(clock.Read());
        var outcome = protocol.Polled(poll, link.Send(poll, time.UtcNow()));
        lease.Answered();
        switch (outcome)
        {
            case PollOutcome.Register:
                LogFenced();
                break;
            case PollOutcome.Idle:
                _first.TrySetResult();
                link.AwaitChange(protocol.Applied, Renewal);
                break;
        }
    }

    /// <summary>A load that hangs is not to be joined by those who come when the database is back.</summary>
    private void GiveUp()
    {
        if (lease.GiveUp())
        {
            cache.Abandon();
        }
    }

    [LoggerMessage(LogLevel.Error, "The feed of changes has lost the database; without it this node answers nothing from memory")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Information, "The feed of changes has the database again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Warning, "This node had lost its place among the others and joins anew, with nothing in memory")]
    private partial void LogFenced();

    [LoggerMessage(LogLevel.Warning, "The host starts without its place among the nodes: until it has one it answers from the database alone")]
    private partial void LogAlone();
}

/// <summary>Where the feed's connections come from.</summary>
internal sealed class FeedSource(DatabaseProvider provider, string connectionString)
{
    public FeedLink Connect() => provider.ConnectFeed(connectionString);

    public void ForgetConnections() => provider.ForgetConnections(connectionString);
}
