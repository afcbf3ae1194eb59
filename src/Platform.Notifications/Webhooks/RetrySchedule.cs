using System.Security.Cryptography;

namespace Platform.Notifications.Webhooks;

/// <summary>When a failed delivery is tried again: after 5 s, then after four times as long each time, 12 hours at most, for 3 days in all.</summary>
internal static class RetrySchedule
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    public static readonly TimeSpan InAll = TimeSpan.FromDays(3);

    /// <summary>The part of a delay that is left to chance, so that what failed together does not come back together.</summary>
    public const double Jitter = 0.2;

    private const int Growth = 4;

    /// <param name="attempts">How many have failed: 1 or more.</param>
    /// <param name="begunAt">When the first one was due.</param>
    /// <param name="now">When the last one failed.</param>
    /// <returns>Null where it is given up.</returns>
    public static DateTime? Next(int attempts, DateTime begunAt, DateTime now)
    {
        var delay = First;
        for (var i = 1; i < attempts && delay < Longest; i++)
        {
            delay *= Growth;
        }

        var chance = RandomNumberGenerator.GetInt32(1000) / 1000.0;
        var next = now + ((delay < Longest ? delay : Longest) * (1 + (Jitter * chance)));
        return next - begunAt <= InAll ? next : null;
    }
}
