using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<ScopeSet, ScopeSet> _permissions = new();

    public GrantOrganization Share(GrantOrganization organization) => Share(_organizations, organization.Id, organization);

    /// <summary>A person is as good as alone: nobody else's grant has the same subject.</summary>
    public GrantSubject Share(GrantSubject subject) => subject.Kind == SubjectKind.Person ? subject : Share(_subjects, subject.Id, subject);

    public ScopeSet Share(ScopeSet permissions) => Share(_permissions, permissions, permissions);

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
}
