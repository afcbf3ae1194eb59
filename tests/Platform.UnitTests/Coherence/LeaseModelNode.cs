using System.Collections.Concurrent;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Coherence;

/// <summary>
/// One node of the model: the protocol, the cache and the way of a request as they run in the host, with clocks and a database
/// of the model's own.
/// </summary>
internal sealed class LeaseModelNode
{
    private readonly LeaseModelDatabase _database;
    private readonly BrokenRule _broken;
    private readonly BrokenEpoch _epoch;
    private readonly NodeLease _lease;
    private readonly Credentials _credentials;
    private readonly Dictionary<int, ModelLoad> _shared = [];
    private readonly BlockingCollection<ModelLoad> _begun = [];
    private object? _sent;
    private PollAnswer? _answer;
    private bool _executed;
    private (TimeSpan Sent, IReadOnlyList<NodeRow>? Rows, long Head)? _read;

    public LeaseModelNode(LeaseModelDatabase database, BrokenRule broken, int number)
    {
        (_database, _broken) = (database, broken);

        // Clocks that differ by what the margin is for.
        Clock = new ModelClock(1 + ((number % 3) - 1) * 0.05);
        _epoch = new BrokenEpoch(broken);
        Cache = new GrantCache(new GrantCacheOptions(MaxEntries: 2), _epoch);
        var clock = new NodeClock(Clock);
        Protocol = new BrokenProtocol(broken, clock, Cache.Apply);
        _lease = new NodeLease(broken == BrokenRule.TakesWithoutALease ? null : Protocol, clock);
        _credentials = new Credentials(Cache, _lease, new DirectLoads(_lease), [new Loader(this)]);
        MonotonicNow = () => clock.Monotonic;
    }

    public ModelClock Clock { get; }

    public GrantCache Cache { get; }

    public NodeProtocol Protocol { get; }

    public Func<TimeSpan> MonotonicNow { get; }

    public bool IsSuspended => Clock.IsStopped;

    public List<ModelRequest> Requests { get; } = [];

    /// <summary>The commands on this node that wait for the others.</summary>
    public List<ModelCall> Calls { get; } = [];

    public Queue<Fence> Fences { get; } = new();

    public bool IsIdle => _sent is null;

    /// <summary>What the feed does next: something is sent, or done by the database, or answered.</summary>
    /// <returns>True where a poll was answered.</returns>
    public bool StepFeed()
    {
        switch (_sent)
        {
            case null:
                (_sent, _executed) = (Protocol.IsRegistered ? Protocol.Begin(Clock.Read()) : Protocol.Register(_database.Head), false);
                return false;
            case { } sent when !_executed:
                _answer = Execute(sent);
                _executed = true;
                return false;
            case Registration registration:
                Protocol.Registered(registration);
                _sent = null;
                return false;
            default:
                Protocol.Polled((Poll)_sent, _answer!);
                _sent = null;
                return true;
        }
    }

    /// <summary>The connection breaks: what was sent may still be done, and nobody will hear of it.</summary>
    public object? LoseConnection()
    {
        var late = _executed ? null : _sent;
        _sent = null;
        return late;
    }

    public PollAnswer? Execute(object sent)
    {
        switch (sent)
        {
            case Registration registration:
                _database.Execute(registration);
                return null;
            default:
                return _database.Execute((Poll)sent);
        }
    }

    /// <summary>What the reader of the nodes does next, for all calls that wait here.</summary>
    /// <param name="answered">Is told of the calls that may answer now.</param>
    public void StepReader(Action<ModelCall> answered)
    {
        if (Fences.TryDequeue(out var fence))
        {
            _database.Execute(fence);
        }
        else if (_read is not { } read)
        {
            Clock.Pass(TimeSpan.FromMicroseconds(1));
            _read = (MonotonicNow(), null, 0);
        }
        else if (read.Rows is null)
        {
            _read = (read.Sent, _database.Nodes, _database.Head);
        }
        else
        {
            _read = null;
            foreach (var call in Calls.ToList())
            {
                foreach (var wanted in call.Settlement.Read(new NodesRead(read.Sent, MonotonicNow(), read.Head, read.Rows)))
                {
                    Fences.Enqueue(wanted);
                }

                if (call.Settlement.IsDone)
                {
                    Calls.Remove(call);
                    answered(call);
                }
            }
        }
    }

    /// <summary>A request, on its way through the host.</summary>
    /// <returns>The grant where it was held.</returns>
    public Grant? Ask(int key, long floor)
    {
        _epoch.HasJoined = false;
        var loads = Cache.Loads;
        var held = _lease.IsHeld;
        if (_broken == BrokenRule.JoinsWithoutALease && !held)
        {
            Await(Cache.GetOrLoadAsync(SecretHash.Of($"{key}"), () => LoadAsync(key)), key, floor, loads);
            return null;
        }

        if (_credentials.TryGet($"{key}", out var grant, out var unknown))
        {
            return grant;
        }

        Await(unknown, key, floor, loads);
        return null;
    }

    /// <summary>Ends a load, and everybody who waited for it.</summary>
    /// <returns>Who was let in. A machine that is slow to run the model keeps a request waiting for longer than the host would have it: that one hears no yes.</returns>
    public List<(ModelRequest Request, Grant Grant)> End(ModelLoad load)
    {
        load.End();
        var ended = Requests.FindAll(request => request.Load == load);
        Requests.RemoveAll(request => request.Load == load);
        return [.. from request in ended let grant = GrantOf(request) where grant is not null select (request, grant)];
    }

    private static Grant? GrantOf(ModelRequest request)
    {
        try
        {
            return request.Answer.WaitAsync(Grants.Patience).GetAwaiter().GetResult().Value;
        }
        catch (UnavailableException)
        {
            return null;
        }
    }

    private void Await(Task<Result<Grant>> answer, int key, long floor, long loadsBefore)
    {
        if (_epoch.HasJoined)
        {
            Requests.Add(new ModelRequest(key, floor, _shared[key], answer));
            return;
        }

        var load = _begun.Take(new CancellationTokenSource(Grants.Patience).Token);
        if (Cache.Loads > loadsBefore)
        {
            _shared[key] = load;
        }

        Requests.Add(new ModelRequest(key, floor, load, answer));
    }

    private Task<Result<Grant>> LoadAsync(int key)
    {
        var load = new ModelLoad(() => Grants.Make(_database.Versions[key], subjectId: _database.Subjects[key]));
        _begun.Add(load);
        return load.Answer;
    }

    private sealed class Loader(LeaseModelNode node) : ICredentialLoader
    {
        public CredentialShape Judge(ReadOnlySpan<char> secret) => CredentialShape.Plausible;

        public Task<Result<Grant>> LoadAsync(string secret, SecretHash hash) => node.LoadAsync(secret[0] - '0');
    }
}

/// <summary>A request that waits for a load.</summary>
/// <param name="Floor">What had been revoked, by calls that have answered, when it began.</param>
internal sealed record ModelRequest(int Key, long Floor, ModelLoad Load, Task<Result<Grant>> Answer);

/// <summary>A load that reads and ends when it is told to, on the thread that tells it.</summary>
internal sealed class ModelLoad(Func<Grant> read)
{
    private readonly TaskCompletionSource<Result<Grant>> _answer = new();
    private Grant? _grant;

    public Task<Result<Grant>> Answer => _answer.Task;

    public void Read() => _grant ??= read();

    public void End()
    {
        Read();
        _answer.SetResult(_grant!);
    }
}

/// <summary>A command that has revoked a key, or has found it revoked, as often as <paramref name="Version"/> says.</summary>
internal sealed record ModelCall(int Key, long Version, Settlement Settlement);

/// <summary>The clocks of a node: a little too slow or too fast, and one of them at a time goes wrong.</summary>
internal sealed class ModelClock(double speed) : TimeProvider
{
    private long _monotonic;
    private long _utc = new DateTime(2031, 3, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>A suspended machine: its monotonic clock stands still, the other one goes on.</summary>
    public bool IsStopped { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _monotonic;

    public override DateTimeOffset GetUtcNow() => new(_utc, TimeSpan.Zero);

    public ClockReading Read() => new(_monotonic, _utc);

    public void Pass(TimeSpan time)
    {
        var own = (time * speed).Ticks;
        _utc += own;
        _monotonic += IsStopped ? 0 : own;
    }

    public void Set(TimeSpan by) => _utc += by.Ticks;
}
