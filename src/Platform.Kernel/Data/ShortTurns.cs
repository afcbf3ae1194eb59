namespace Platform.Kernel.Data;

/// <summary>
/// How many rows a long job writes in one turn, so that a turn lasts about as long as it may: others wait for it where the
/// database has one writer at a time, and share a processor with it elsewhere.
/// </summary>
/// <param name="milliseconds">How long a turn is to last.</param>
/// <param name="least">Rows of a turn at least: below that, turns that are shorter still would only add to the load.</param>
/// <param name="most">Rows of a turn at most.</param>
public sealed class ShortTurns(double milliseconds, int least = 1, int most = 100)
{
    /// <summary>Between two turns, for those who wait for the database or for a processor.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    /// <summary>Nobody should wait longer for one turn.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(10);

    /// <summary>Turns grow slowly: a quick one may have been luck.</summary>
    private const int Growth = 5;

    private readonly int _least = least;

    /// <summary>Rows of the next turn. The first has the fewest: it pays for what later ones find prepared.</summary>
    public int Size { get; private set; } = least;

    /// <summary>The longest turn so far.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them took longer than <see cref="Limit"/>: a disk that stalls, mostly.</summary>
    public int Overlong { get; private set; }

    /// <summary>Notes how long a turn of so many rows took.</summary>
    public void Took(int rows, TimeSpan elapsed)
    {
        var share = milliseconds / Math.Max(elapsed.TotalMilliseconds, 0.1);

        // Most of a short turn is the same for one row and for several, so a row more is tried as long as there is time left.
        var next = share < 1 ? (int)(rows * share)
            : rows < Size ? Size
            : Size + (share > 2 ? Growth : 1);
        Size = Math.Clamp(next, _least, most);
        Count++;
        Overlong += elapsed > Limit ? 1 : 0;
        Longest = elapsed > Longest ? elapsed : Longest;
    }
}
