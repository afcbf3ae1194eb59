using System.Collections.Concurrent;

namespace Platform.Kernel.Authorization;

/// <summary>
/// The scopes that this node has found in the catalogue already, so that judging a token asks nobody whether there is such a
/// permission. Emptied when a permission leaves the catalogue. Holds what is known only, and so no more than the catalogue.
/// </summary>
public sealed class KnownScopes
{
    private readonly ConcurrentDictionary<Scope, bool> _known = new();
    private readonly Lock _gate = new();
    private long _epoch;

    /// <summary>Raised each time that the catalogue has lost something. Read it before asking the catalogue.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    public bool Contains(Scope scope) => _known.ContainsKey(scope.OfEveryItem);

    /// <summary>Remembers what the catalogue knew, unless it has lost something since <paramref name="epoch"/>.</summary>
    public void Add(IEnumerable<Scope> scopes, long epoch)
    {
        lock (_gate)
        {
            if (epoch == _epoch)
            {
                foreach (var scope in scopes)
                {
                    _known[scope.OfEveryItem] = true;
                }
            }
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _epoch++;
            _known.Clear();
        }
    }
}
