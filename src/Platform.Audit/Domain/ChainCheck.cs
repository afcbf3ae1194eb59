using System.Text.Json;

namespace Platform.Audit.Domain;

/// <summary>Follows a chain, entry by entry.</summary>
/// <param name="chain">Whose it is.</param>
/// <param name="through">The entry before the first one that is there; 0 from the beginning.</param>
/// <param name="hash">That entry's hash; of the beginning, all zeros.</param>
internal sealed class ChainCheck(Guid chain, long through, byte[] hash)
{
    /// <summary>The last entry that fits.</summary>
    public long Sequence { get; private set; } = through;

    public byte[] Hash { get; private set; } = hash;

    /// <summary>The last entry that the chain itself says was let go; null where it says nothing of that.</summary>
    public long? SaidPrunedThrough { get; private set; }

    /// <summary>Takes the next entry; false where it is not the next one, or not as it was sealed.</summary>
    public bool Take(AuditEntry entry)
    {
        if (entry.Sequence != Sequence + 1 || !entry.PreviousHash.AsSpan().SequenceEqual(Hash) || !entry.Hash.AsSpan().SequenceEqual(entry.ComputeHash(chain)))
        {
            return false;
        }

        (Sequence, Hash) = (entry.Sequence, entry.Hash);
        if (entry.Action == AuditWords.Pruned)
        {
            using var changes = JsonDocument.Parse(entry.Changes);
            SaidPrunedThrough = changes.RootElement.GetProperty(AuditWords.Through).GetProperty("after").GetInt64();
        }

        return true;
    }
}

/// <summary>Words of the log's own entries.</summary>
internal static class AuditWords
{
    /// <summary>Entries were let go, by the organization's own rule.</summary>
    public const string Pruned = "audit.pruned";

    /// <summary>The change that says up to which.</summary>
    public const string Through = "through";
}
