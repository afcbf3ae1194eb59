using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Platform.Audit.Domain;

namespace Platform.UnitTests.Audit;

/// <summary>No two different entries have the same hash: else one could be put in the other's place unseen.</summary>
public class AuditEntryTests
{
    private static readonly Guid Chain = Guid.Parse("0198f3a2-4b5c-7d6e-8f90-a1b2c3d4e5f6");
    private static readonly DateTime At = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>In the order in which they are hashed, so that neighbours are neighbours.</summary>
    private static readonly PropertyInfo[] Texts =
    [
        Property(nameof(AuditEntry.ActorKind)), Property(nameof(AuditEntry.ActorName)), Property(nameof(AuditEntry.Action)),
        Property(nameof(AuditEntry.TargetKind)), Property(nameof(AuditEntry.TargetName)), Property(nameof(AuditEntry.Changes)),
        Property(nameof(AuditEntry.Address)), Property(nameof(AuditEntry.UserAgent)), Property(nameof(AuditEntry.TraceId)),
    ];

    /// <summary>Texts that could be taken for the marks between fields.</summary>
    private static readonly Gen<string?> AnyField =
        Gen.Elements("1", ":", "-", "a", "é", "😀", "0:", "-:", "\0", "\"")
            .ArrayOf().Select(string? (parts) => string.Concat(parts.Take(4)))
            .Or(Gen.Constant((string?)null));

    private static readonly Gen<string?[]> AnyFields =
        AnyField.ArrayOf(Texts.Length).Select(fields => fields.Select((text, at) => IsNullable(at) ? text : text ?? "").ToArray());

    [Fact]
    public void Different_texts_have_different_hashes() =>
        Law.Holds(
            from a in AnyFields from others in AnyFields from at in Gen.Choose(0, Texts.Length - 1) select (a, b: a.Select((text, field) => field == at ? others[at] : text).ToArray()),
            pair => pair.a.SequenceEqual(pair.b) == HashOf(pair.a).AsSpan().SequenceEqual(HashOf(pair.b)),
            times: 3000);

    [Fact]
    public void Text_moved_to_a_neighbouring_field_changes_the_hash() =>
        Law.Holds(
            from fields in AnyFields from at in Gen.Choose(0, Texts.Length - 2) from length in Gen.Choose(0, 6) select (fields, at, length),
            test =>
            {
                var (left, right) = (test.fields[test.at] ?? "", test.fields[test.at + 1] ?? "");
                var cut = Math.Max(0, left.Length - test.length);
                if (cut > 0 && char.IsHighSurrogate(left[cut - 1]))
                {
                    cut--;
                }

                var moved = test.fields.ToArray();
                (moved[test.at], moved[test.at + 1]) = (left[..cut], left[cut..] + right);
                return moved.SequenceEqual(test.fields) == HashOf(moved).AsSpan().SequenceEqual(HashOf(test.fields));
            },
            times: 3000);

    [Theory]
    [InlineData(nameof(AuditEntry.Address))]
    [InlineData(nameof(AuditEntry.UserAgent))]
    [InlineData(nameof(AuditEntry.TraceId))]
    public void Absent_is_not_empty(string property)
    {
        var (absent, empty) = (Make(), Make());
        Property(property).SetValue(absent, null);
        Property(property).SetValue(empty, "");
        absent.ComputeHash(Chain).ShouldNotBe(empty.ComputeHash(Chain));
    }

    /// <summary>Walks the properties themselves, so that one added later can't be forgotten in the hash.</summary>
    [Fact]
    public void Every_field_is_in_the_hash()
    {
        // The chain is given to the hash, which stands for the organization; the id names the row and says nothing of what happened.
        string[] apart = [nameof(AuditEntry.Id), nameof(AuditEntry.OrganizationId), nameof(AuditEntry.Hash)];
        var unchanged = Make().ComputeHash(Chain);
        foreach (var property in typeof(AuditEntry).GetProperties().Where(property => !apart.Contains(property.Name)))
        {
            var changed = Make();
            property.SetValue(changed, Other(property.GetValue(changed), property.PropertyType));
            changed.ComputeHash(Chain).ShouldNotBe(unchanged, property.Name);
        }

        Make().ComputeHash(Guid.CreateVersion7()).ShouldNotBe(unchanged, "the chain");
        Make().ComputeHash(Chain).ShouldBe(unchanged);
    }

    [Fact]
    public void Sealing_keeps_the_hash()
    {
        var entry = Make();
        entry.Seal(Chain);
        entry.Hash.ShouldBe(entry.ComputeHash(Chain));
        entry.Hash.Length.ShouldBe(32);
    }

    /// <summary>Logs are kept for years: what was sealed by an earlier version must still verify.</summary>
    [Fact]
    public void The_form_that_is_hashed_never_changes() =>
        Convert.ToHexString(Make().ComputeHash(Chain)).ShouldBe("C7B9664DA37656332A5DD232EF811173994CA2EB19390AFBEF924FC36F59F117");

    private static byte[] HashOf(string?[] fields)
    {
        var entry = Make();
        for (var at = 0; at < Texts.Length; at++)
        {
            Texts[at].SetValue(entry, fields[at]);
        }

        return entry.ComputeHash(Chain);
    }

    private static AuditEntry Make() => new()
    {
        Sequence = 12,
        At = At,
        ActorKind = "person",
        ActorId = Guid.Parse("0198f3a2-0000-7000-8000-000000000001"),
        ActorName = "Jörg",
        ActorTokenId = null,
        Action = "token.revoked",
        TargetKind = "token",
        TargetId = Guid.Parse("0198f3a2-0000-7000-8000-000000000002"),
        TargetName = "dispatch (pts_abcd…wxyz)",
        Changes = """{"revokedAt":{"before":null,"after":"2030-01-01T12:00:00.000Z"}}""",
        Address = "192.0.2.7",
        UserAgent = null,
        TraceId = "",
        PreviousHash = new byte[32],
    };

    private static object Other(object? value, Type type) => value switch
    {
        string text => text + "x",
        long number => number + 1,
        DateTime at => at.AddMilliseconds(1),
        byte[] bytes => bytes.Select(octet => (byte)(octet + 1)).ToArray(),
        Guid => Guid.CreateVersion7(),
        null when type == typeof(Guid?) => Guid.Empty,
        null when type == typeof(string) => "",
        _ => throw new NotSupportedException($"This test does not know how to change a {type}."),
    };

    private static bool IsNullable(int at) => at >= 6;

    private static PropertyInfo Property(string name) => typeof(AuditEntry).GetProperty(name)!;
}
