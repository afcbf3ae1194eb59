using System.Globalization;
using System.Text;

namespace Platform.Notifications.Calendar;

/// <summary>One entry of a calendar: a moment, and how many days before it a calendar is to speak up.</summary>
/// <param name="Id">The same whenever it is written, so that calendars know it again.</param>
/// <param name="Revision">Raised with each change.</param>
internal sealed record CalendarEntry(Guid Id, DateTime At, DateTime MadeAt, int Revision, string Summary, string Description, string Url);

/// <summary>Writes calendars (RFC 5545): lines end in CRLF and are folded at 75 octets, text is escaped.</summary>
internal static class CalendarWriter
{
    private const int LongestLine = 75;

    /// <param name="name">What calendars call the whole of it.</param>
    /// <param name="entries">In any order.</param>
    /// <param name="reminderDays">Each entry's alarms: how many days before.</param>
    public static string Write(string name, IEnumerable<CalendarEntry> entries, IReadOnlyList<int> reminderDays)
    {
        var calendar = new StringBuilder();
        void Line(string text) => Fold(calendar, text);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Platform//Token expirations//EN");
        Line("CALSCALE:GREGORIAN");
        // RFC 7986 sections 5.1 and 5.7, and what calendars read that are older than it.
        Line($"NAME:{Escape(name)}");
        Line($"X-WR-CALNAME:{Escape(name)}");
        Line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
        foreach (var entry in entries)
        {
            Line("BEGIN:VEVENT");
            Line($"UID:{entry.Id}");
            Line($"DTSTAMP:{Utc(entry.MadeAt)}");
            Line($"DTSTART:{Utc(entry.At)}");
            Line($"SEQUENCE:{entry.Revision.ToString(CultureInfo.InvariantCulture)}");
            Line($"SUMMARY:{Escape(entry.Summary)}");
            Line($"DESCRIPTION:{Escape(entry.Description)}");
            Line($"URL:{entry.Url}");
            Line("TRANSP:TRANSPARENT");
            foreach (var days in reminderDays)
            {
                Line("BEGIN:VALARM");
                Line("ACTION:DISPLAY");
                Line($"TRIGGER:-P{days.ToString(CultureInfo.InvariantCulture)}D");
                Line($"DESCRIPTION:{Escape(entry.Summary)}");
                Line("END:VALARM");
            }

            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return calendar.ToString();
    }

    private static string Utc(DateTime at) => at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 5545 section 3.3.11; a control character has no place in text.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                _ when char.IsControl(c) => escaped,
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>RFC 5545 section 3.1: never within a character.</summary>
    private static void Fold(StringBuilder calendar, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                calendar.Append("\r\n ");
                octets = 1;
            }

            calendar.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        calendar.Append("\r\n");
    }
}
