using System.Globalization;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;

namespace Platform.Notifications.Reactions;

/// <summary>What some people are told of one event.</summary>
/// <param name="People">Whom.</param>
/// <param name="Title">One line; a mail's subject.</param>
/// <param name="Body">What happened, and what to do.</param>
/// <param name="Link">The page of the web UI that shows more.</param>
/// <param name="LinkText">What that page is called.</param>
/// <param name="Because">Why these people are told, in a mail.</param>
internal sealed record Telling(IReadOnlyList<Guid> People, string Title, string Body, string Link, string LinkText, string Because);

/// <summary>The words that several notices share.</summary>
internal static class Wording
{
    private const int Named = 3;

    /// <summary><c> for Billing, CRM and 2 more</c>; nothing where nothing is named.</summary>
    public static string For(IReadOnlyList<string> integrations) => integrations.Count == 0 ? "" : $" for {List(integrations)}";

    /// <summary><c>, used for Billing, CRM and Payroll,</c></summary>
    public static string UsedFor(IReadOnlyList<string> integrations) => integrations.Count == 0 ? "" : $", used for {string.Join(", ", integrations).Cut(600)},";

    public static string Date(DateTime at, ReminderSettings settings) => Local(at, settings).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string DateAndTime(DateTime at, ReminderSettings settings) =>
        Local(at, settings).ToString("d MMMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture) + $" ({settings.TimeZone})";

    public static string InDays(TimeSpan left) => Math.Ceiling(left.TotalDays) switch
    {
        <= 0 => "now",
        1 => "within a day",
        var days => string.Create(CultureInfo.InvariantCulture, $"in {days} days"),
    };

    private static string List(IReadOnlyList<string> names)
    {
        var rest = names.Count - Named;
        return string.Join(", ", names.Take(Named).Select(name => name.Cut(40))) + (rest > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {rest} more") : "");
    }

    private static DateTime Local(DateTime at, ReminderSettings settings) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out var zone) ? TimeZoneInfo.ConvertTimeFromUtc(at, zone) : at;
}
