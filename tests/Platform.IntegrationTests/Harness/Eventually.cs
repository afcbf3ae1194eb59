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
}
