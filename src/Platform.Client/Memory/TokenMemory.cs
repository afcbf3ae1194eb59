using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Platform.Client.Memory;

/// <summary>
/// The tokens that were verified lately. Whoever takes one has asked for the lease before. A verdict is kept only if the feed
/// was complete from its revision on and nothing that it rests on was dropped since, tested under the lock that drops take.
/// Two generations bound it: when the young one is half of what is allowed, it becomes the old one, whose tokens are taken
/// over as they are used.
/// </summary>
internal sealed class TokenMemory(int maxTokens)
{
    /// <summary>Drops that verdicts still on their way are held against; one that is older than all of them is not kept.</summary>
    private const int MostDrops = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<FeedDrop> _lately = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();
    private long _completeFrom = long.MaxValue;
    private long _epoch;

    /// <summary>Raised by each drop: a request joins only a question that was asked since the last one.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    /// <summary>Tokens held now, the dropped ones too.</summary>
    public int Count => _young.Tokens.Count + _old.Tokens.Count(entry => !_young.Tokens.ContainsKey(entry.Key));

    public bool TryGet(ReadOnlySpan<char> secret, [NotNullWhen(true)] out VerifiedToken? token)
    {
        if (_young.BySpan.TryGetValue(secret, out token))
        {
            return !token.IsDropped;
        }

        return _old.BySpan.TryGetValue(secret, out token) && TakeOver(token);
    }

    /// <summary>What is remembered of a token, dropped or not.</summary>
    public VerifiedToken? Find(string secret) => _young.Tokens.GetValueOrDefault(secret) ?? _old.Tokens.GetValueOrDefault(secret);

    /// <summary>Remembers a verdict that knows of every change up to a revision, if nothing since then touches it.</summary>
    public void Keep(VerifiedToken token, long revision)
    {
        lock (_gate)
        {
            if (revision < _completeFrom || _lately.Any(drop => drop.Revision > revision && drop.Touches(token.Principal)))
            {
                return;
            }

            Put(token);
        }
    }

    public void Forget(string secret)
    {
        lock (_gate)
        {
            foreach (var generation in (ReadOnlySpan<Generation>)[_young, _old])
            {
                if (generation.Tokens.TryRemove(secret, out var token))
                {
                    token.Drop();
                }
            }
        }
    }

    /// <summary>Forgets what rests on a change. What is dropped stays for its bucket, until it makes room.</summary>
    public void Drop(FeedDrop drop)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _epoch);
            if (_lately.Count == MostDrops)
            {
                _completeFrom = Math.Max(_completeFrom, _lately.Dequeue().Revision);
            }

            _lately.Enqueue(drop);
            DropWhere(drop.Touches);
        }
    }

    /// <summary>Forgets everything: the feed is complete from this revision on.</summary>
    public void Reset(long revision)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _epoch);
            _lately.Clear();
            _completeFrom = revision;
            DropWhere(_ => true);
        }
    }

    private bool TakeOver(VerifiedToken token)
    {
        lock (_gate)
        {
            // It may have been left behind meanwhile, where no drop finds it.
            if (!token.IsDropped && _old.Tokens.TryGetValue(token.Secret, out var there) && there == token)
            {
                Put(token);
            }
        }

        return !token.IsDropped;
    }

    private void Put(VerifiedToken token)
    {
        if (_young.Tokens.Count >= (maxTokens + 1) / 2)
        {
            (_old, _young) = (_young, new Generation());
        }

        _young.Tokens[token.Secret] = token;
    }

    private void DropWhere(Func<PlatformPrincipal, bool> touches)
    {
        foreach (var generation in (ReadOnlySpan<Generation>)[_young, _old])
        {
            foreach (var (_, token) in generation.Tokens)
            {
                if (touches(token.Principal))
                {
                    token.Drop();
                }
            }
        }
    }

    private sealed class Generation
    {
        public Generation() => BySpan = Tokens.GetAlternateLookup<ReadOnlySpan<char>>();

        public ConcurrentDictionary<string, VerifiedToken> Tokens { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, VerifiedToken>.AlternateLookup<ReadOnlySpan<char>> BySpan { get; }
    }
}
