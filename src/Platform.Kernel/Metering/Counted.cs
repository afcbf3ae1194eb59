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

    // Most tokens make one kind of request from one place.
    private MeterEntry[] _entries = new MeterEntry[1];
    private Dictionary<(IPAddress?, string), (long Count, DateTime LastAt)>? _callers;
    private int _count;
    private long _uses;
    private DateTime _lastAt;
    private IPAddress? _lastAddress;
    private string? _lastAgent;

    public ArraySegment<MeterEntry> Entries => new(_entries, 0, _count);

    /// <summary>Null where none was let in.</summary>
    public TokenUses? Uses => _uses == 0 ? null
        : new(_uses, _lastAt, _lastAddress, _lastAgent, _callers is null ? [] : [.. _callers.Select(caller => new TokenCall(caller.Key.Item1, caller.Key.Item2, caller.Value.Count, caller.Value.LastAt))]);

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
        var at = Find(entry);
        if (at < 0 && _count >= MostByAddress)
        {
            entry = entry with { Address = null };
            at = Find(entry);
        }

        if (at >= 0)
        {
            ref var found = ref _entries[at];
            found = found with { Count = found.Count + entry.Count, LastTicks = Math.Max(found.LastTicks, entry.LastTicks) };
            return;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        _entries[_count++] = entry;
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
        _callers ??= [];
        var known = _callers.TryGetValue((call.Address, call.Agent), out var before);
        if (known || _callers.Count < MostCallers)
        {
            _callers[(call.Address, call.Agent)] = (before.Count + call.Count, before.LastAt > call.LastAt ? before.LastAt : call.LastAt);
        }
    }

    private int Find(in MeterEntry wanted)
    {
        for (var at = 0; at < _count; at++)
        {
            ref var entry = ref _entries[at];
            if (entry.Hour == wanted.Hour && entry.Outcome == wanted.Outcome && entry.Endpoint == wanted.Endpoint && Equals(entry.Address, wanted.Address))
            {
                return at;
            }
        }

        return -1;
    }
}
