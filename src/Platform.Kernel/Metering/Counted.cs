using System.Net;
using Platform.Kernel.Data;

namespace Platform.Kernel.Metering;

/// <summary>What one meter has counted since it was last written. The meter's lock is held around it.</summary>
internal sealed class Counted
{
    public const int MostByAddress = 64;

    /// <summary>Callers told apart between two writes; who comes after that many is only counted in all.</summary>
    private const int MostCallers = 100;

    private const int LongestAgent = 200;

    // Most tokens make one kind of request from one place: that one stands here, and whatever else there may be, apart.
    private MeterEntry _first;
    private Further? _further;
    private long _uses;
    private DateTime _lastAt;
    private IPAddress? _lastAddress;
    private string? _lastAgent;

    public IReadOnlyList<MeterEntry> Entries => _first.Endpoint is null ? [] : _further is null ? [_first] : [_first, .. _further.Entries];

    /// <summary>Null where none was let in.</summary>
    public TokenUses? Uses => _uses == 0 ? null
        : new(_uses, _lastAt, _lastAddress, _lastAgent, _further is null ? [] : [.. _further.Callers.Select(caller => new TokenCall(caller.Key.Address, caller.Key.Agent, caller.Value.Count, caller.Value.LastAt))]);

    public void Use(DateTime now, IPAddress? address, string? agent, bool isReplaced)
    {
        agent = agent is { Length: > LongestAgent } ? agent.Cut(LongestAgent) : agent;
        _uses++;
        (_lastAt, _lastAddress, _lastAgent) = (now, address, agent);
        if (isReplaced)
        {
            Call(new TokenCall(address, agent ?? "", 1, now));
        }
    }

    public void Add(MeterEntry entry)
    {
        if (_first.Endpoint is null)
        {
            _first = entry;
        }
        else if (_first.IsLike(entry))
        {
            _first = _first.And(entry);
        }
        else
        {
            (_further ??= new Further()).Add(entry);
        }
    }

    /// <summary>Counts on with what could not be written; what came since is younger.</summary>
    public void Return(TakenUse taken)
    {
        foreach (var entry in taken.Entries)
        {
            Add(entry);
        }

        if (taken.Uses is { } uses)
        {
            (_lastAt, _lastAddress, _lastAgent) = _uses == 0 ? (uses.LastAt, uses.Address, uses.Agent) : (_lastAt, _lastAddress, _lastAgent);
            _uses += uses.Count;
            foreach (var call in uses.Callers)
            {
                Call(call);
            }
        }
    }

    private void Call(TokenCall call)
    {
        var callers = (_further ??= new Further()).Callers;
        var known = callers.TryGetValue((call.Address, call.Agent), out var before);
        if (known || callers.Count < MostCallers)
        {
            callers[(call.Address, call.Agent)] = (before.Count + call.Count, before.LastAt > call.LastAt ? before.LastAt : call.LastAt);
        }
    }

    /// <summary>What few have.</summary>
    private sealed class Further
    {
        public List<MeterEntry> Entries { get; } = [];

        public Dictionary<(IPAddress? Address, string Agent), (long Count, DateTime LastAt)> Callers { get; } = [];

        public void Add(MeterEntry entry)
        {
            var at = Find(entry);
            if (at < 0 && Entries.Count + 1 >= MostByAddress)
            {
                entry = entry with { Address = null };
                at = Find(entry);
            }

            if (at >= 0)
            {
                Entries[at] = Entries[at].And(entry);
            }
            else
            {
                Entries.Add(entry);
            }
        }

        private int Find(MeterEntry wanted) => Entries.FindIndex(entry => entry.IsLike(wanted));
    }
}
