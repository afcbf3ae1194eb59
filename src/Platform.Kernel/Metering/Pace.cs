namespace Platform.Kernel.Metering;

/// <summary>
/// Whether a token is asked for so often that several nodes must share its limit. It stands in each token's meter, so it is a
/// number of 32 bits: what was counted in this minute, and the minute's last three bits. A part of the meter, never to be copied.
/// </summary>
internal struct Pace
{
    /// <summary>Tokens that stay below this part of their limit on every node come to little together.</summary>
    private const int Part = 30;

    private const int MinuteBits = 3;
    private const uint Minutes = (1 << MinuteBits) - 1;
    private uint _counted;

    /// <summary>Counts one request. Two at once may count as one: it need not be exact, only cheap.</summary>
    public bool IsBusy(int perMinute, DateTime now)
    {
        var minute = (uint)(now.Ticks / TimeSpan.TicksPerMinute) & Minutes;
        var count = (_counted & Minutes) == minute ? (_counted >> MinuteBits) + 1 : 1;
        _counted = (count << MinuteBits) | minute;
        return count >= perMinute / Part;
    }
}
