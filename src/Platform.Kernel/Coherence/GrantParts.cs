using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Platform.Kernel.Authorization;

namespace Platform.Kernel.Coherence;

/// <summary>
/// Parts that many grants have in common, kept once: a freshly loaded part that equals a known one is given up for it. Nothing is
/// answered from here, so it knows no coherence.
/// </summary>
public sealed class GrantParts
{
    /// <summary>Parts of a kind; with that many known, it begins anew.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<Guid, GrantOrganization> _organizations = new();
    private readonly ConcurrentDictionary<Guid, GrantSubject> _subjects = new();
    private readonly ConcurrentDictionary<NameList, ScopeSet> _permissions = new();
    private readonly ConcurrentDictionary<(ScopeSet, ScopeSet), ScopeSet> _intersections = new(new SamePair());

    public GrantOrganization Share(GrantOrganization organization) => Share(_organizations, organization.Id, organization);

    /// <summary>A person is as good as alone: nobody else's grant has the same subject.</summary>
    public GrantSubject Share(GrantSubject subject) => subject.Kind == SubjectKind.Person ? subject : Share(_subjects, subject.Id, subject);

    /// <summary>Names that the program itself stored, as the set that they come to.</summary>
    public ScopeSet Permissions(IReadOnlyList<string> names)
    {
        var key = new NameList(names);
        return _permissions.TryGetValue(key, out var known) ? known : Share(_permissions, key, ScopeSet.Of(names));
    }

    /// <summary>What both sets allow. They come from here.</summary>
    public ScopeSet Intersection(ScopeSet one, ScopeSet other) =>
        ReferenceEquals(one, other) ? one
        : _intersections.TryGetValue((one, other), out var known) ? known
        : Share(_intersections, (one, other), Permissions(one.Intersect(other).Names));

    private static T Share<TKey, T>(ConcurrentDictionary<TKey, T> known, TKey key, T part)
        where TKey : notnull
        where T : class, IEquatable<T>
    {
        if (known.TryGetValue(key, out var held) && held.Equals(part))
        {
            return held;
        }

        // Counting a concurrent dictionary takes all its locks; only what is new pays for it.
        if (held is null && known.Count >= Most)
        {
            known.Clear();
        }

        known[key] = part;
        return part;
    }

    /// <summary>Names by what they are, in their order.</summary>
    private readonly record struct NameList(IReadOnlyList<string> Names)
    {
        public bool Equals(NameList other)
        {
            if (Names.Count != other.Names.Count)
            {
                return false;
            }

            for (var at = 0; at < Names.Count; at++)
            {
                if (Names[at] != other.Names[at])
                {
                    return false;
                }
            }

            return true;
        }

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            for (var at = 0; at < Names.Count; at++)
            {
                hash.Add(Names[at]);
            }

            return hash.ToHashCode();
        }
    }

    /// <summary>Shared sets are told apart by being themselves.</summary>
    private sealed class SamePair : IEqualityComparer<(ScopeSet One, ScopeSet Other)>
    {
        public bool Equals((ScopeSet One, ScopeSet Other) x, (ScopeSet One, ScopeSet Other) y) => ReferenceEquals(x.One, y.One) && ReferenceEquals(x.Other, y.Other);

        public int GetHashCode((ScopeSet One, ScopeSet Other) pair) => HashCode.Combine(RuntimeHelpers.GetHashCode(pair.One), RuntimeHelpers.GetHashCode(pair.Other));
    }
}
