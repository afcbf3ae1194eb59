namespace Platform.Kernel.Metering;

/// <summary>
/// Whether a token is asked for so often that several nodes must share its limit. What it needs to know stands in each token's
/// meter, so it is 32 bits: what was counted in this minute, and the minute's last three bits. They are a plain number there,
/// since a struct of its own would be given 64.
/// </summary>
internal static class Pace
{
    /// <summary>Tokens that stay below this part of their limit on every node come to little together.</summary>
    private const int Part = 30;

    private const int MinuteBits = 3;
    private const uint Minutes = (1 << MinuteBits) - 1;

    /// <summary>Counts one request. Two at once may count as one: it need not be exact, only cheap.</summary>
    public static bool IsBusy(ref uint counted, int perMinute, DateTime now)
    {
        var minute = (uint)(now.Ticks / TimeSpan.TicksPerMinute) & Minutes;
        var count = (counted & Minutes) == minute ? (counted >> MinuteBits) + 1 : 1;
        counted = (count << MinuteBits) | minute;
        return count >= perMinute / Part;
    }
}
