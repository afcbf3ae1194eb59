using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Coherence;

/// <summary>
/// Some nodes, a database, calls that revoke and requests that ask, in whatever order the numbers say. Each request must see
/// at least what had been revoked by calls that had answered when it began.
/// </summary>
internal sealed class LeaseModel
{
    private const int Nodes = 3;
    private const int MostRequests = 4;

    private static readonly TimeSpan[] Times = [.. new[] { 5, 30, 30, 150, 150, 400, 800, 1020, 1250 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    private static readonly TimeSpan[] FarOff = [TimeSpan.FromHours(-1), TimeSpan.FromHours(1), TimeSpan.Zero];

    private readonly BrokenRule _broken;
    private readonly bool _stopsClocks;
    private readonly LeaseModelDatabase _database;
    private readonly List<LeaseModelNode> _nodes = [];
    private readonly List<object> _late = [];
    private readonly long[] _floors = new long[LeaseModelDatabase.Keys];
    private readonly WeightedSteps _steps;
    private int _made;

    /// <param name="broken">The rule that is not kept.</param>
    /// <param name="stopsClocks">True for a world in which machines are suspended, false for one in which clocks are set: one of them goes wrong at a time.</param>
    public LeaseModel(BrokenRule broken, bool stopsClocks)
    {
        (_broken, _stopsClocks, _database) = (broken, stopsClocks, new LeaseModelDatabase(broken));
        _steps = new WeightedSteps(
            (16, Ask),
            (8, Warm),
            (4, RevokeInSilence),
            (6, pick => On(pick, node => DriveLoad(node, pick / Nodes, ends: false))),
            (6, pick => On(pick, node => DriveLoad(node, pick / Nodes, ends: true))),
            (6, Revoke),
            (2, Repeat),
            (1, Abort),
            (10, pick => On(pick, node => node.StepReader(Answered))),
            (6, pick => On(pick, node => Settle(node, pick / Nodes))),
            (10, pick => On(pick, node => node.StepFeed())),
            (8, pick => On(pick, Turn)),
            (8, _ => _nodes.ForEach(Turn)),
            (2, pick => On(pick, LoseConnection)),
            (2, ExecuteLate),
            (5, pick => Pass(Times[pick % Times.Length])),
            (1, pick => _nodes[pick % Nodes].Clock.IsStopped = _stopsClocks),
            (2, pick => _nodes[pick % Nodes].Clock.IsStopped = false),
            (2, pick => SetClock(_nodes[pick % Nodes], pick / Nodes)),
            (1, _database.PruneFeed),
            (1, _ => _database.PruneNodes()),
            (1, pick => On(pick, Leave)),
            (1, pick => Replace(pick % Nodes)),
            (1, pick => On(pick, node => node.Cache.Abandon())));
        while (_nodes.Count < Nodes)
        {
            _nodes.Add(NewNode());
        }

        // Most of what may go wrong begins with nodes that are well.
        _nodes.ForEach(Turn);
        _nodes.ForEach(Turn);
    }

    /// <summary>Numbers that a step is chosen by are below this.</summary>
    public static int StepLimit => 100_000;

    /// <summary>What happened, to see that the interesting things do.</summary>
    public ModelCounts Counts { get; } = new();

    /// <summary>True once a request was accepted that began after its key was revoked.</summary>
    public bool IsBroken { get; private set; }

    public void Step(int number) => _steps.Take(number);

    public void Finish()
    {
        foreach (var node in _nodes)
        {
            while (node.Requests.Count > 0)
            {
                DriveLoad(node, 0, ends: true);
            }
        }
    }

    private LeaseModelNode NewNode() => new(_database, _broken, _made++);

    private void On(int pick, Action<LeaseModelNode> step)
    {
        if (_nodes[pick % Nodes] is { IsSuspended: false } node)
        {
            step(node);
        }
    }

    private void Ask(int pick) => On(pick, node =>
    {
        var key = pick / Nodes % LeaseModelDatabase.Keys;
        if (node.Requests.Count < MostRequests && node.Ask(key, _floors[key]) is { } grant)
        {
            Counts.Held++;
            Judge(grant, _floors[key]);
        }
    });

    /// <summary>Asks, and is answered at once: the key is held from here on.</summary>
    private void Warm(int pick)
    {
        Ask(pick);
        On(pick, node => DriveLoad(node, node.Requests.Count - 1, ends: true));
    }

    private void DriveLoad(LeaseModelNode node, int pick, bool ends)
    {
        var loads = node.Requests.Select(request => request.Load).Distinct().ToList();
        if (loads.Count == 0)
        {
            return;
        }

        var load = loads[pick % loads.Count];
        load.Read();
        if (ends)
        {
            foreach (var (request, grant) in node.End(load))
            {
                Counts.Loaded++;
                Judge(grant, request.Floor);
            }
        }
    }

    private void Judge(Grant grant, long floor) => IsBroken |= grant.Version() < floor;

    private void Revoke(int pick) => On(pick, node =>
    {
        var key = pick / Nodes % LeaseModelDatabase.Keys;
        _database.Revoke(key);
        Call(node, key, _database.Head, waits: _broken != BrokenRule.AnswersAfterTheCommit);
    });

    /// <summary>Finds it revoked already, perhaps by a call that has not answered yet.</summary>
    private void Repeat(int pick) => On(pick, node => Call(node, pick / Nodes % LeaseModelDatabase.Keys, null, waits: _broken != BrokenRule.RepeatsWithoutWaiting));

    private void Call(LeaseModelNode node, int key, long? revision, bool waits)
    {
        var call = new ModelCall(key, _database.Versions[key], new BrokenSettlement(_broken, revision, node.MonotonicNow));
        if (waits)
        {
            node.Calls.Add(call);
        }
        else
        {
            Answered(call);
        }
    }

    /// <summary>
    /// A call is made of which all hear but one: that one is in the middle of a poll, or slow, or suspended, and is asked when
    /// the call has answered.
    /// </summary>
    private void RevokeInSilence(int pick)
    {
        var (at, way) = (pick % Nodes, pick / Nodes);
        var (silent, origin) = (_nodes[at], _nodes[(at + 1) % Nodes]);
        var key = way % LeaseModelDatabase.Keys;
        var (before, during, after, stops) = (way % 3, way / 3 % 2, way / 6 % 3, way / 18 % 3 == 0 && _stopsClocks);
        Warm(at + (key * Nodes));
        StepFeed(silent, before);
        silent.Clock.IsStopped |= stops;
        Revoke((key * Nodes) + ((at + 1) % Nodes));
        if (way / 54 % 2 == 0)
        {
            ExecuteLate(way);
        }

        for (var round = 0; round < 12 && origin.Calls.Count > 0; round++)
        {
            _nodes.Where(node => node != silent).ToList().ForEach(Turn);
            StepFeed(silent, during);
            Settle(origin, way + round);
        }

        if (stops)
        {
            SetClock(silent, way / 54);
            silent.Clock.IsStopped = false;
        }

        StepFeed(silent, after);
        Ask(at + (key * Nodes));
    }

    private static void StepFeed(LeaseModelNode node, int times)
    {
        for (var step = 0; step < times && !node.IsSuspended; step++)
        {
            node.StepFeed();
        }
    }

    /// <summary>
    /// Where clocks stop, the time of day goes far enough off to be noticed; where none does, it may be set back by just what
    /// has passed.
    /// </summary>
    private void SetClock(LeaseModelNode node, int pick) =>
        node.Clock.Set(_stopsClocks ? FarOff[pick % FarOff.Length] : -Times[pick % Times.Length]);

    /// <summary>Whoever called hears nothing any more: the client went away, or the node gave up.</summary>
    private void Abort(int pick) => On(pick, node =>
    {
        if (node.Calls.Count > 0)
        {
            node.Calls.RemoveAt(pick / Nodes % node.Calls.Count);
        }
    });

    private void Answered(ModelCall call)
    {
        var receipt = call.Settlement.IsDone ? call.Settlement.Receipt.Nodes : [];
        Counts.Answered++;
        Counts.Fenced += receipt.Count(node => node.State == NodeAcknowledgement.Fenced);
        _floors[call.Key] = Math.Max(_floors[call.Key], call.Version);
    }

    /// <summary>Reads the nodes some times in a row, with some time between.</summary>
    private void Settle(LeaseModelNode node, int pick)
    {
        for (var step = 0; step < 12 && node.Calls.Count > 0; step++)
        {
            node.StepReader(Answered);
            if (step == 5)
            {
                Pass(Times[pick % Times.Length]);
            }
        }
    }

    /// <summary>A whole poll, and first whatever is under way.</summary>
    private void Turn(LeaseModelNode node)
    {
        for (var step = 0; !node.IsSuspended && step < 8 && !(node.StepFeed() && node.IsIdle); step++)
        {
        }
    }

    private void LoseConnection(LeaseModelNode node)
    {
        if (node.IsIdle)
        {
            node.StepFeed();
        }

        if (node.LoseConnection() is { } late)
        {
            _late.Add(late);
        }
    }

    /// <summary>What a broken connection had sent long ago is done by the database only now.</summary>
    private void ExecuteLate(int pick)
    {
        if (_late.Count > 0)
        {
            _nodes[0].Execute(_late[pick % _late.Count]);
            _late.RemoveAt(pick % _late.Count);
        }
    }

    private void Pass(TimeSpan time) => _nodes.ForEach(node => node.Clock.Pass(time));

    /// <summary>Stops properly: it answers on for a while, though not from memory, after nobody waits for it any more.</summary>
    private void Leave(LeaseModelNode node)
    {
        if (_broken != BrokenRule.LeavesBeforeItStops)
        {
            node.Protocol.Stop();
        }

        _database.Delete(node.Protocol.Id);
    }

    /// <summary>Killed, with all that it was at; another process comes in its place.</summary>
    private void Replace(int at)
    {
        while (_nodes[at].Requests.Count > 0)
        {
            DriveLoad(_nodes[at], 0, ends: true);
        }

        _nodes[at] = NewNode();
        Counts.Joined++;
    }
}
