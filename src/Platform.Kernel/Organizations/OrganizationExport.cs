using System.IO.Compression;
using System.Text.Json;
using Platform.Kernel.Data;

namespace Platform.Kernel.Organizations;

/// <summary>What an export holds, as its <c>manifest.json</c> says.</summary>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="Slug">As it was called then.</param>
/// <param name="ExportedAt">When it was begun. What changed while it was written is in it as it was when it was read.</param>
/// <param name="Files">What is in it, each with its number of lines.</param>
/// <param name="LeftOut">What is not, each with the reason.</param>
public sealed record ExportManifest(
    Guid OrganizationId, string Slug, string Name, DateTime ExportedAt, IReadOnlyList<ExportedFile> Files, IReadOnlyList<LeftOutTable> LeftOut);

public sealed record ExportedFile(string Name, long Lines);

public sealed record LeftOutTable(string Name, string Reason);

/// <summary>
/// Everything of the organization in context as a ZIP of NDJSON: one file for each table, and last a manifest with the counts.
/// One that was broken off has neither the manifest nor the directory without which no program opens a ZIP.
/// </summary>
public sealed class OrganizationExport(PlatformDbContext db)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task WriteAsync(Stream stream, Guid organizationId, string slug, string name, DateTime now, CancellationToken cancellationToken)
    {
        // Not closed where it breaks off: that would write the directory of a whole one.
        var output = new ZipOutput(stream);
        var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var (files, leftOut) = (new List<ExportedFile>(), new List<LeftOutTable>());
        foreach (var table in OrganizationTable.Of(db.Model))
        {
            var file = FileOf(table);
            if (table.NotExportedBecause is { } reason)
            {
                leftOut.Add(new LeftOutTable(file, reason));
                continue;
            }

            await using var entry = await zip.CreateEntry(file, CompressionLevel.Fastest).OpenAsync(cancellationToken);
            files.Add(new ExportedFile(file, await ExportedRows.Of(table).WriteAsync(db, entry, cancellationToken)));
        }

        await using (var manifest = await zip.CreateEntry("manifest.json").OpenAsync(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(manifest, new ExportManifest(organizationId, slug, name, now, files, leftOut), Json, cancellationToken);
        }

        await zip.DisposeAsync();
        await output.FlushAsync(cancellationToken);
    }

    /// <summary><c>tokens_service_account</c> is <c>tokens/service-account.ndjson</c>.</summary>
    private static string FileOf(OrganizationTable table)
    {
        var module = table.Name.IndexOf('_', StringComparison.Ordinal);
        return $"{table.Name[..module]}/{table.Name[(module + 1)..].Replace('_', '-')}.ndjson";
    }
}
