using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Platform.Audit.Domain;
using Platform.Audit.Features;

namespace Platform.UnitTests.Audit;

/// <summary>An entry's hash can be told from its line in an export, whatever is in it.</summary>
public class ExportedEntryTests
{
    private static readonly Guid Chain = Guid.Parse("0198f3a2-4b5c-7d6e-8f90-a1b2c3d4e5f6");

    /// <summary>As the API writes them, as the log keeps them, and with every letter of a foreign script escaped.</summary>
    private static readonly JsonSerializerOptions[] Ways =
    [
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        new(JsonSerializerDefaults.Web),
    ];

    private static readonly Gen<string> AnyText =
        Gen.Elements("a", "é", "😀", "\"", "\\", "/", "<", ">", "&", "'", "+", "\u2028", "\u0007", "\n", "\t", "{", "}", "ß", "\u00a0", "%")
            .ArrayOf().Select(string (parts) => string.Concat(parts.Take(8)));

    [Fact]
    public void Its_hash_is_the_same_whichever_way_its_line_was_written() =>
        Law.Holds(
            from name in AnyText from before in AnyText from after in AnyText from number in Gen.Choose(-5, 100_000) select (name, before, after, number),
            test =>
            {
                var entry = Make(test.name, test.before, test.after, test.number);
                return Ways.All(way =>
                {
                    var read = ExportedEntry.Read(JsonNode.Parse(JsonSerializer.Serialize(AuditEntryAnswer.Of(entry), way))!.AsObject());
                    return read.ComputeHash(Chain).AsSpan().SequenceEqual(entry.Hash) && read.Hash.AsSpan().SequenceEqual(entry.Hash);
                });
            },
            times: 1000);

    private static AuditEntry Make(string name, string before, string after, int number)
    {
        var changes = new JsonObject
        {
            ["name"] = new JsonObject { ["before"] = before, ["after"] = after },
            ["number"] = new JsonObject { ["before"] = null, ["after"] = number },
            ["list"] = new JsonObject { ["before"] = new JsonArray(before, after), ["after"] = new JsonArray() },
            ["flag"] = new JsonObject { ["before"] = true, ["after"] = false },
        };
        var entry = new AuditEntry
        {
            Sequence = number + 10,
            At = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddMilliseconds(number),
            ActorKind = "person",
            ActorId = Guid.Parse("0198f3a2-0000-7000-8000-000000000001"),
            ActorName = name,
            ActorTokenId = number % 2 == 0 ? Guid.Parse("0198f3a2-0000-7000-8000-000000000003") : null,
            Action = "person.changed",
            TargetKind = "person",
            TargetId = Guid.Parse("0198f3a2-0000-7000-8000-000000000002"),
            TargetName = after,
            Changes = changes.ToJsonString(),
            Address = number % 3 == 0 ? null : "2001:db8::7",
            UserAgent = before,
            TraceId = null,
            PreviousHash = new byte[32],
        };
        entry.Seal(Chain);
        return entry;
    }
}
