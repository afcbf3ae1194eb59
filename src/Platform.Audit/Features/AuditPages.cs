using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Platform.Audit.Domain;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.Audit.Features;

/// <summary>
/// Pages of a log that may be very long: each is a range of an index, wherever it stands. There is one order, that of the
/// sequence numbers, which a cursor is one of.
/// </summary>
internal static class AuditPages
{
    /// <summary>Rows counted for the first page's total; of more nothing is said but that there are more.</summary>
    public const int MostCounted = 1_000;

    private const string Ascending = "sequence";
    private const string Descending = "-sequence";

    /// <summary>How far the clocks of two nodes may be apart: entries are in the order of their commits, and so nearly in that of their times.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <param name="all">How many there are, where that is known without counting.</param>
    public static async Task<Result<Page<AuditEntryAnswer>>> ReadAsync(IQueryable<AuditEntry> entries, PageRequest request, long? all, CancellationToken cancellationToken)
    {
        if (request.Sort is { Length: > 0 } sort and not (Ascending or Descending))
        {
            return Error.Invalid("sort", $"sort must be {Ascending}, with '-' in front for descending; it can't be {sort}.");
        }

        var (page, ascending) = (entries, request.Sort == Ascending);
        if (request.Cursor is { } cursor)
        {
            if (Read(cursor) is not { } last)
            {
                return Error.Invalid("cursor", "The cursor is not one that this list gave out.");
            }

            page = ascending ? page.Where(entry => entry.Sequence > last) : page.Where(entry => entry.Sequence < last);
        }

        page = ascending ? page.OrderBy(entry => entry.Sequence) : page.OrderByDescending(entry => entry.Sequence);
        var rows = await page.Take(request.Limit + 1).ToListAsync(cancellationToken);
        var more = rows.Count > request.Limit;
        var total = request.Cursor is not null ? null : all ?? (more ? await CountAsync(entries, cancellationToken) : rows.Count);
        var shown = more ? rows[..request.Limit] : rows;
        return new Page<AuditEntryAnswer>([.. shown.Select(AuditEntryAnswer.Of)], more ? Write(shown[^1].Sequence) : null, (int?)total);
    }

    /// <summary>
    /// Those of a time. Where it begins and ends is looked up in the index of times and told in sequence numbers, so that what
    /// is asked for is still a range in the order of the list.
    /// </summary>
    /// <param name="entries">What is asked for.</param>
    /// <param name="log">All entries.</param>
    public static async Task<IQueryable<AuditEntry>> BetweenAsync(IQueryable<AuditEntry> entries, IQueryable<AuditEntry> log, DateTime? from, DateTime? to, CancellationToken cancellationToken)
    {
        if (from is { } first)
        {
            var surely = first - DateTime.MinValue > Apart ? first - Apart : first;
            entries = entries.Where(entry => entry.At >= first);
            if (await log.Where(entry => entry.At < surely).OrderByDescending(entry => entry.At).Select(entry => (long?)entry.Sequence).FirstOrDefaultAsync(cancellationToken) is { } before)
            {
                entries = entries.Where(entry => entry.Sequence > before);
            }
        }

        if (to is { } end)
        {
            var surely = DateTime.MaxValue - end > Apart ? end + Apart : end;
            entries = entries.Where(entry => entry.At < end);
            if (await log.Where(entry => entry.At >= surely).OrderBy(entry => entry.At).Select(entry => (long?)entry.Sequence).FirstOrDefaultAsync(cancellationToken) is { } after)
            {
                entries = entries.Where(entry => entry.Sequence < after);
            }
        }

        return entries;
    }

    /// <summary>How many there are; null where they are more than that.</summary>
    private static async Task<long?> CountAsync(IQueryable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var count = await entries.OrderBy(entry => entry.Sequence).Take(MostCounted + 1).CountAsync(cancellationToken);
        return count > MostCounted ? null : count;
    }

    private static string Write(long sequence) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)));

    private static long? Read(string cursor)
    {
        try
        {
            return long.TryParse(Base64Url.DecodeFromChars(cursor), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
