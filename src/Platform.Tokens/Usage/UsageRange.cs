using System.ComponentModel;
using System.Globalization;
using Platform.Kernel.Results;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Usage;

/// <summary>Which requests a report is to be about, as the query string has it.</summary>
internal sealed record UsageFilters(
    [property: Description("A date or an RFC 3339 time, widened to whole hours or days (UTC). Left out: 24 hours back, or with by=day 30 days.")] string? From,
    [property: Description("A date or an RFC 3339 time, the first moment that does not count. Left out: now.")] string? To,
    [property: Description("`hour` reaches 14 days back, `day` 13 months.")] string? By);

/// <summary>Whole hours or days (UTC) that a report is about.</summary>
/// <param name="From">The beginning of the first one.</param>
/// <param name="To">The end of the last one.</param>
internal sealed record UsageRange(DateTime From, DateTime To, UsageGrain By)
{
    /// <summary>How many days back hours are kept as such.</summary>
    public const int DaysOfHours = 14;

    /// <summary>How many months back days are kept.</summary>
    public const int MonthsOfDays = 13;

    private const int DefaultHours = 24;
    private const int DefaultDays = 30;

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public TimeSpan Step => By == UsageGrain.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);

    /// <summary>Reads the query string's values. What is left out is the last 24 hours, or with <c>by=day</c> the last 30 days.</summary>
    public static Result<UsageRange> Read(UsageFilters filters, DateTime now)
    {
        var (from, to, by) = filters;
        UsageGrain? grain = by switch
        {
            null or "" or "day" => UsageGrain.Day,
            "hour" => UsageGrain.Hour,
            _ => null,
        };
        if (grain is not { } known)
        {
            return Error.Invalid("by", "by must be hour or day.");
        }

        if (!TryRead(from, out var first))
        {
            return Error.Invalid("from", "from must be a date or a time, such as 2027-01-31 or 2027-01-31T09:00:00Z.");
        }

        return TryRead(to, out var last)
            ? Of(first, last, known, now)
            : Error.Invalid("to", "to must be a date or a time, such as 2027-01-31 or 2027-01-31T09:00:00Z.");
    }

    private static Result<UsageRange> Of(DateTime? from, DateTime? to, UsageGrain by, DateTime now)
    {
        var step = by == UsageGrain.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        var present = Floor(now, step) + step;
        var end = to is { } last && last < present ? Ceiling(last, step) : present;
        var oldest = by == UsageGrain.Hour ? Floor(now, step).AddDays(-DaysOfHours) : now.Date.AddMonths(-MonthsOfDays);
        var usual = end - (step * (by == UsageGrain.Hour ? DefaultHours : DefaultDays));
        var begin = from is { } first ? Floor(first, step) : usual < oldest ? oldest : usual;
        if (begin < oldest || end <= oldest)
        {
            return TooOld(from is null ? "to" : "from", by);
        }

        if (from >= to || begin >= end)
        {
            return Error.Invalid("from", "from must be before to, and not in the future.");
        }

        return new UsageRange(begin, end, by);
    }

    private static Error TooOld(string field, UsageGrain by) => Error.Invalid(field, by == UsageGrain.Hour
        ? $"Hours are kept for {DaysOfHours} days. Ask for a shorter time, or by=day."
        : $"Days are kept for {MonthsOfDays} months. Ask for a shorter time.");

    private static bool TryRead(string? text, out DateTime? at)
    {
        at = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        // A plus sign of an offset arrives as a space where nobody has escaped it.
        var read = DateTime.TryParseExact(text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, Utc, out var value);
        at = value;
        return read && value.Year is > 1 and < 9999;
    }

    private static DateTime Floor(DateTime at, TimeSpan step) => new(at.Ticks - (at.Ticks % step.Ticks), DateTimeKind.Utc);

    private static DateTime Ceiling(DateTime at, TimeSpan step) => Floor(at.AddTicks(step.Ticks - 1), step);
}
