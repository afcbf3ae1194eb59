using Platform.Client.Asking;
using Platform.Client.Memory;

namespace Platform.UnitTests.Client;

public class TokenBucketTests
{
    [Fact]
    public void GivesTheLimitAtOnceAndThenEvenly()
    {
        var bucket = TokenBucket.Of(new TokenLimit(60, 60, 60, 0), null, 0).ShouldNotBeNull();
        for (var taken = 0; taken < 60; taken++)
        {
            bucket.TryTake(0, out _).ShouldBeTrue();
        }

        bucket.TryTake(0, out var retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(1);
        bucket.TryTake(TimeSpan.TicksPerSecond - 1, out _).ShouldBeFalse();
        bucket.TryTake(TimeSpan.TicksPerSecond, out _).ShouldBeTrue();
        bucket.TryTake(TimeSpan.TicksPerSecond, out _).ShouldBeFalse();
    }

    [Fact]
    public void TakesOverWhatIsLess()
    {
        var bucket = TokenBucket.Of(new TokenLimit(60, 60, 10, 50), null, 0).ShouldNotBeNull();
        Enumerable.Range(0, 20).Count(_ => bucket.TryTake(0, out var _)).ShouldBe(10);
        TokenBucket.Of(new TokenLimit(60, 60, 60, 0), bucket, 0).ShouldBe(bucket);
        bucket.TryTake(0, out _).ShouldBeFalse("the instance does not know of what was taken here");
        var changed = TokenBucket.Of(new TokenLimit(600, 60, 600, 0), bucket, 0).ShouldNotBeNull();
        changed.ShouldNotBe(bucket);
        changed.TryTake(0, out _).ShouldBeTrue();
        TokenBucket.Of(new TokenLimit(0, 60, 0, 0), null, 0).ShouldBeNull();
    }
}
