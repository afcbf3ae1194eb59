using System.Numerics;

namespace Platform.Kernel.Coherence;

/// <summary>
/// Grants by the hash of their secret, within bounds. Readers take no lock: they see a grant or they do not, and never one
/// under another's key, since the key stands in the grant. Writers take turns: the cache's gate is theirs.
/// </summary>
/// <remarks>
/// Room is made by a clock hand that goes round: each use gives a grant credit, which the hand takes back, and a grant without
/// any goes. A new one has none. So a scan of any number of tokens, each used once, pushes out the ones of its own kind and
/// not those in steady use. What rests on a change is found by a tag of four bytes for each id, so that a revocation looks
/// through a million grants in less than a millisecond.
/// </remarks>
internal sealed class GrantTable(int maxEntries, long maxBytes)
{
    private const int FirstCapacity = 1024;
    private const byte MostCredit = 3;

    /// <summary>A reader that has met so many has strayed from chain to chain, among writers: it has found nothing.</summary>
    private const int LongestWalk = 256;

    private Rows _rows = new(Math.Min(FirstCapacity, maxEntries));
    private int _count;
    private int _hand;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    /// <summary>About what the grants take in memory.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public bool TryGet(in SecretHash secret, out Grant grant)
    {
        var key = secret.Short;
        var rows = Volatile.Read(ref _rows);
        var at = Volatile.Read(ref rows.First[rows.BucketOf(key)]);
        for (var walked = 0; at != 0 && walked < LongestWalk; walked++)
        {
            if (Volatile.Read(ref rows.Grants[at - 1]) is { } found && found.Key == key)
            {
                if (found.Credit < MostCredit)
                {
                    found.Credit++;
                }

                grant = found;
                return true;
            }

            at = Volatile.Read(ref rows.Next[at - 1]);
        }

        grant = null!;
        return false;
    }

    /// <summary>Puts a grant in, in the place of an older one of its key, and makes room where there is none.</summary>
    public void Set(in SecretHash secret, Grant grant)
    {
        var key = secret.Short;
        Remove(key);
        grant.Key = key;
        var size = grant.Size;
        while (_count > 0 && (_count >= maxEntries || _bytes + size > maxBytes))
        {
            MakeRoom();
        }

        if (_rows.Free == 0)
        {
            _rows = _rows.Grown(maxEntries);
        }

        _rows.Add(grant);
        _count++;
        _bytes += size;
    }

    /// <summary>Takes out what rests on the drop.</summary>
    public void Remove(Drop drop)
    {
        if (_rows.TagsOf(drop.Kind) is not { } tags)
        {
            return;
        }

        var tag = Rows.TagOf(drop.Key);
        for (var at = 0; at < tags.Length; at++)
        {
            var next = tags.AsSpan(at).IndexOf(tag);
            if (next < 0)
            {
                return;
            }

            at += next;
            if (_rows.Grants[at] is { } grant && grant.RestsOn(drop))
            {
                RemoveAt(at);
            }
        }
    }

    public void Clear()
    {
        foreach (var grant in _rows.Grants)
        {
            grant?.Meter?.Keep();
        }

        (_rows, _count, _hand, _bytes) = (new Rows(Math.Min(FirstCapacity, maxEntries)), 0, 0, 0);
    }

    private void Remove(SecretHash.Half key)
    {
        for (var at = _rows.First[_rows.BucketOf(key)]; at != 0; at = _rows.Next[at - 1])
        {
            if (_rows.Grants[at - 1]!.Key == key)
            {
                RemoveAt(at - 1);
                return;
            }
        }
    }

    private void RemoveAt(int at)
    {
        var grant = _rows.Grants[at]!;
        _rows.Remove(at);
        _count--;
        _bytes -= grant.Size;

        // Its token's next grant is to find the bucket as it is now.
        grant.Meter?.Keep();
    }

    private void MakeRoom()
    {
        while (true)
        {
            _hand = _hand + 1 < _rows.Grants.Length ? _hand + 1 : 0;
            if (_rows.Grants[_hand] is not { } grant)
            {
                continue;
            }

            if (grant.Credit == 0)
            {
                RemoveAt(_hand);
                return;
            }

            grant.Credit--;
        }
    }

    /// <summary>The rows, column by column: a bucket's first row, the next one of the same bucket, both counted from 1 with 0 for none.</summary>
    private sealed class Rows
    {
        private readonly int[] _credentials;
        private readonly int[] _subjects;
        private readonly int[] _accounts;
        private readonly int[] _organizations;
        private int _free;

        public Rows(int capacity)
        {
            First = new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
            (Grants, Next) = (new Grant?[capacity], new int[capacity]);
            (_credentials, _subjects, _accounts, _organizations) = (new int[capacity], new int[capacity], new int[capacity], new int[capacity]);
            for (var at = capacity; at > 0; at--)
            {
                Release(at);
            }
        }

        public int[] First { get; }

        public Grant?[] Grants { get; }

        public int[] Next { get; }

        /// <summary>Rows without a grant.</summary>
        public int Free { get; private set; }

        public static int TagOf(Guid id) => id.GetHashCode();

        public int BucketOf(SecretHash.Half key) => (int)((uint)key.A & (uint)(First.Length - 1));

        public int[]? TagsOf(DropKind kind) => kind switch
        {
            DropKind.Credential => _credentials,
            DropKind.Subject => _subjects,
            DropKind.Account => _accounts,
            DropKind.Organization => _organizations,
            _ => null,
        };

        public void Add(Grant grant)
        {
            var at = _free;
            (_free, Free) = (Next[at - 1], Free - 1);
            _credentials[at - 1] = TagOf(grant.CredentialId);
            _subjects[at - 1] = TagOf(grant.SubjectId);
            _accounts[at - 1] = grant.AccountId is { } account ? TagOf(account) : 0;
            _organizations[at - 1] = TagOf(grant.OrganizationId);
            ref var first = ref First[BucketOf(grant.Key)];
            Volatile.Write(ref Next[at - 1], first);
            Volatile.Write(ref Grants[at - 1], grant);
            Volatile.Write(ref first, at);
        }

        public void Remove(int row)
        {
            ref var link = ref First[BucketOf(Grants[row]!.Key)];
            while (link != row + 1)
            {
                link = ref Next[link - 1];
            }

            Volatile.Write(ref link, Next[row]);
            Volatile.Write(ref Grants[row], null);
            Release(row + 1);
        }

        /// <summary>The same in more rows. Readers of these see what was in them when they began, which was true then.</summary>
        public Rows Grown(int most)
        {
            var grown = new Rows((int)Math.Min(most, Grants.Length * 2L));
            foreach (var grant in Grants)
            {
                if (grant is not null)
                {
                    grown.Add(grant);
                }
            }

            return grown;
        }

        private void Release(int at)
        {
            Volatile.Write(ref Next[at - 1], _free);
            (_free, Free) = (at, Free + 1);
        }
    }
}
