using System.Diagnostics;

namespace Platform.IntegrationTests.Harness;

/// <summary>Waits for what happens in the background.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer will do; the last answer fails the test.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> willDo, TimeSpan? patience = null, TimeSpan? pause = null)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (willDo(answer))
            {
                return answer;
            }

            since.Elapsed.ShouldBeLessThan(patience ?? Patience, $"still {answer}");
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>
    /// For what holds only while a node keeps its lease, which one that stands still for a second loses. What is wrong is so each
    /// of the three times.
    /// </summary>
    public static async Task OnceInThree(Func<Task> attempt)
    {
        for (var left = 2; ; left--)
        {
            try
            {
                await attempt();
                return;
            }
            catch (ShouldAssertException) when (left > 0)
            {
            }
        }
    }
}
