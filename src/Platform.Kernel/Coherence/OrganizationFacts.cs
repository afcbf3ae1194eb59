using System.Collections.Concurrent;

namespace Platform.Kernel.Coherence;

/// <summary>
/// What a node remembers of organizations, so that loading the grant of one token of theirs need not ask again: under the same
/// drops, the same epochs and the same lease as the grants themselves.
/// </summary>
public sealed class OrganizationFacts
{
    private const int Most = 100_000;
    private readonly ConcurrentDictionary<(Guid Organization, Type Kind), object> _known = new();
    private readonly ConcurrentDictionary<Type, bool> _kinds = new();

    internal bool TryGet<T>(Guid organization, out T fact)
    {
        var found = _known.TryGetValue((organization, typeof(T)), out var known);
        fact = found ? (T)known! : default!;
        return found;
    }

    /// <summary>Under the lock that drops take.</summary>
    internal void Keep<T>(Guid organization, T fact)
        where T : notnull
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _kinds.TryAdd(typeof(T), true);
        _known[(organization, typeof(T))] = fact;
    }

    /// <summary>Under the lock that drops take.</summary>
    internal void Forget(Drop drop)
    {
        if (drop.Kind == DropKind.All)
        {
            _known.Clear();
        }
        else if (drop.Kind == DropKind.Organization)
        {
            foreach (var kind in _kinds.Keys)
            {
                _known.TryRemove((drop.Key, kind), out _);
            }
        }
    }
}
