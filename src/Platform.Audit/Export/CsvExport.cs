using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Platform.Audit.Domain;

namespace Platform.Audit.Export;

/// <summary>
/// The entries as comma-separated values (RFC 4180), for people and their spreadsheets: a cell that a spreadsheet would take for
/// a formula has an apostrophe in front. The chain is checked in the other format.
/// </summary>
internal sealed class CsvExport : AuditExport
{
    public const string Format = "csv";
    public const string Type = "text/csv";

    private static readonly CsvConfiguration Written = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.Escape,
        InjectionEscapeCharacter = '\'',
    };

    private readonly CsvWriter _csv;

    // With a byte order mark: spreadsheets take the file for another encoding without.
    public CsvExport() => _csv = new CsvWriter(new StreamWriter(Pending, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), Written);

    public override void Begin(AuditExportHeader header, AuditExportCheckpoint? before) => WriteLine(
        "sequence", "at", "actorKind", "actorId", "actorName", "actorTokenId", "action", "targetKind", "targetId", "targetName",
        "changes", "address", "userAgent", "traceId", "id", "previousHash", "hash");

    public override void Write(AuditEntry entry) => WriteLine(
        entry.Sequence.ToString(CultureInfo.InvariantCulture),
        entry.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        entry.ActorKind,
        entry.ActorId.ToString(),
        entry.ActorName,
        entry.ActorTokenId?.ToString(),
        entry.Action,
        entry.TargetKind,
        entry.TargetId.ToString(),
        entry.TargetName,
        entry.Changes,
        entry.Address,
        entry.UserAgent,
        entry.TraceId,
        entry.Id.ToString(),
        Convert.ToHexStringLower(entry.PreviousHash),
        Convert.ToHexStringLower(entry.Hash));

    public override void End(AuditExportCheckpoint checkpoint)
    {
    }

    protected override void Dispose(bool disposing)
    {
        _csv.Dispose();
        base.Dispose(disposing);
    }

    private void WriteLine(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            _csv.WriteField(value);
        }

        _csv.NextRecord();
        _csv.Flush();
    }
}
