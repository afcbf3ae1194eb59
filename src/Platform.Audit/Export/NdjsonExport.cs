using System.Text.Json;
using Platform.Audit.Domain;
using Platform.Audit.Features;

namespace Platform.Audit.Export;

/// <summary>
/// A line of JSON each: what the export is, the entries as the API has them, and checkpoints, by which <c>audit verify</c>
/// checks the file without an instance.
/// </summary>
internal sealed class NdjsonExport(JsonSerializerOptions json) : AuditExport
{
    public const string Format = "ndjson";
    public const string Type = "application/x-ndjson";

    public override void Begin(AuditExportHeader header, AuditExportCheckpoint? before)
    {
        WriteLine(new { Export = header });
        if (before is not null)
        {
            WriteLine(new { Checkpoint = before });
        }
    }

    public override void Write(AuditEntry entry) => WriteLine(AuditEntryAnswer.Of(entry));

    public override void End(AuditExportCheckpoint checkpoint) => WriteLine(new { Checkpoint = checkpoint });

    private void WriteLine<T>(T value)
    {
        JsonSerializer.Serialize(Pending, value, json);
        Pending.WriteByte((byte)'\n');
    }
}
