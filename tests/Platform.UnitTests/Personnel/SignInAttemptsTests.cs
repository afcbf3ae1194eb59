using Platform.Personnel.Domain;

namespace Platform.UnitTests.Personnel;

public class SignInAttemptsTests
{
    private static readonly DateTime Now = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly SignInAttempts _attempts = new("somebody@example.org");

    [Fact]
    public void The_tenth_failure_locks_for_fifteen_minutes()
    {
        Fail(9, Now);
        _attempts.IsLockedAt(Now).ShouldBeFalse();
        _attempts.AuditAction.ShouldBe("sign-in.failed");
        Fail(1, Now);
        _attempts.AuditAction.ShouldBe("sign-in.locked");
        _attempts.IsLockedAt(Now).ShouldBeTrue();
        _attempts.IsLockedAt(Now.AddMinutes(15).AddMilliseconds(-1)).ShouldBeTrue();
        _attempts.IsLockedAt(Now.AddMinutes(15)).ShouldBeFalse();
    }

    [Fact]
    public void After_a_lock_the_count_begins_anew()
    {
        Fail(10, Now);
        var later = Now.AddMinutes(15);
        Fail(9, later);
        _attempts.IsLockedAt(later).ShouldBeFalse();
        Fail(1, later);
        _attempts.IsLockedAt(later).ShouldBeTrue();
    }

    [Fact]
    public void Failures_an_hour_apart_are_not_added()
    {
        Fail(9, Now);
        Fail(9, Now.AddHours(1));
        _attempts.IsLockedAt(Now.AddHours(1)).ShouldBeFalse();
        _attempts.Failed.ShouldBe(9);
    }

    [Fact]
    public void Failures_within_the_hour_are_added()
    {
        Fail(9, Now);
        var later = Now.AddHours(1).AddMilliseconds(-1);
        Fail(1, later);
        _attempts.IsLockedAt(later).ShouldBeTrue();
    }

    [Fact]
    public void A_success_forgives()
    {
        Fail(9, Now);
        _attempts.Succeed();
        _attempts.Failed.ShouldBe(0);
        Fail(9, Now);
        _attempts.IsLockedAt(Now).ShouldBeFalse();
        Fail(1, Now);
        _attempts.Succeed();
        _attempts.IsLockedAt(Now).ShouldBeFalse();
    }

    private void Fail(int times, DateTime at)
    {
        for (var time = 0; time < times; time++)
        {
            _attempts.Fail(at);
        }
    }
}
