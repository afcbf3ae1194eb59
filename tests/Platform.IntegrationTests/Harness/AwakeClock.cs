using System.Diagnostics;

namespace Platform.IntegrationTests.Harness;

/// <summary>
/// The time for which this process had its turn: where the machine stands still, or gives no processor, so does this. By it is
/// judged how soon something is to have happened, all of which happens in this process.
/// </summary>
internal sealed class AwakeClock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);

    private long _ticks;
    private volatile bool _isOver;

    public AwakeClock() => new Thread(Run) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();

    public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    public void Dispose() => _isOver = true;

    private void Run()
    {
        for (var last = Stopwatch.GetTimestamp(); !_isOver;)
        {
            Thread.Sleep(Pause);
            var now = Stopwatch.GetTimestamp();
            var passed = Stopwatch.GetElapsedTime(last, now);
            Interlocked.Add(ref _ticks, Math.Min(passed.Ticks, Longest.Ticks));
            last = now;
        }
    }
}
