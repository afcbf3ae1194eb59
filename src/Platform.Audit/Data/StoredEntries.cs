using System.Data.Common;
using Platform.Audit.Domain;
using Platform.Kernel.Data;

namespace Platform.Audit.Data;

/// <summary>Entries read past EF, where there may be a million of them.</summary>
internal static class StoredEntries
{
    /// <summary>Entries of one read.</summary>
    public const int PerRead = 2000;

    /// <summary>Those after <c>@key</c>, as many as one read has: a short one keeps no writer's journal from being moved on.</summary>
    public static readonly string After = $"""
        SELECT sequence, at, actor_kind, actor_id, actor_name, actor_token_id, action, target_kind, target_id, target_name, changes,
            address, user_agent, trace_id, previous_hash, hash
        FROM audit_entry WHERE organization_id = @organization AND sequence > @key AND sequence <= @key + {PerRead} ORDER BY sequence
        """;

    /// <summary>Null for a row that holds what no entry ever did: somebody else has written it.</summary>
    public static AuditEntry? ReadOrNull(DbDataReader row)
    {
        try
        {
            return Read(row);
        }
        catch (Exception foreign) when (foreign is FormatException or InvalidCastException)
        {
            return null;
        }
    }

    private static AuditEntry Read(DbDataReader row) => new AuditEntry
    {
        Sequence = row.GetInt64(0),
        At = row.Time(1),
        ActorKind = row.GetString(2),
        ActorId = row.GetGuid(3),
        ActorName = row.GetString(4),
        ActorTokenId = row.GuidOrNull(5),
        Action = row.GetString(6),
        TargetKind = row.GetString(7),
        TargetId = row.GetGuid(8),
        TargetName = row.GetString(9),
        Changes = row.GetString(10),
        Address = row.TextOrNull(11),
        UserAgent = row.TextOrNull(12),
        TraceId = row.TextOrNull(13),
        PreviousHash = (byte[])row.GetValue(14),
    }.SealedBy((byte[])row.GetValue(15));
}
