using System.Text;
using Platform.Notifications.Calendar;

namespace Platform.UnitTests.Notifications;

public class CalendarWriterTests
{
    [Fact]
    public void FoldsAt75OctetsAndNeverWithinACharacter()
    {
        var name = string.Concat(Enumerable.Repeat("Größe 🔑, ", 40));
        var calendar = Write(name);
        calendar.Replace("\r\n", "").ShouldNotContain('\n');
        calendar.ShouldEndWith("END:VCALENDAR\r\n");
        var lines = calendar.Split("\r\n");
        lines.ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            char.IsHighSurrogate(line[^1]).ShouldBeFalse(line);
        }

        calendar.Replace("\r\n ", "").ShouldContain($"SUMMARY:{name.Replace(",", "\\,")}\r\n");
    }

    [Fact]
    public void EscapesWhatHasAMeaning() =>
        Write("a;b,c\\d\r\ne\nf\u0007g").Replace("\r\n ", "").ShouldContain("SUMMARY:a\\;b\\,c\\\\d\\ne\\nfg\r\n");

    [Fact]
    public void NobodyPutsALineOfTheirOwnIn()
    {
        var lines = Write("x\r\nEND:VEVENT\r\nBEGIN:VEVENT").Split("\r\n");
        lines.Count(line => line == "BEGIN:VEVENT").ShouldBe(1);
        lines.Count(line => line == "END:VEVENT").ShouldBe(1);
    }

    [Fact]
    public void EachReminderDayIsAnAlarm() =>
        Write("x", 90, 7).Split("\r\n").Where(line => line.StartsWith("TRIGGER", StringComparison.Ordinal)).ShouldBe(["TRIGGER:-P90D", "TRIGGER:-P7D"]);

    private static string Write(string summary, params int[] days)
    {
        var at = new DateTime(2031, 3, 1, 9, 5, 7, DateTimeKind.Utc);
        return CalendarWriter.Write("Tokens", [new CalendarEntry(Guid.CreateVersion7(), at, at, 0, summary, "", "https://platform.example/")], days);
    }
}
