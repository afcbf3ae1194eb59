using Platform.Kernel.Outbox;

namespace Platform.UnitTests.Outbox;

public class OutboxMessageTests
{
    private static readonly DateTime Now = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly OutboxMessage _message = new("token.revoked", Guid.CreateVersion7(), "{}", Now);

    [Fact]
    public void It_is_due_at_once() => _message.DueAt.ShouldBe(Now);

    [Fact]
    public void It_is_tried_ten_times_with_doubling_pauses_and_then_parked()
    {
        var pauses = new List<double>();
        for (var attempt = 1; _message.DueAt is not null && attempt < 100; attempt++)
        {
            var now = Now.AddDays(attempt);
            _message.Failed("No answer.", now);
            _message.Attempts.ShouldBe(attempt);
            if (_message.DueAt is { } due)
            {
                pauses.Add((due - now).TotalSeconds);
            }
        }

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256]);
        _message.Attempts.ShouldBe(10);
        _message.State.ShouldBe(OutboxState.Parked);
        _message.LastError.ShouldBe("No answer.");
    }

    [Fact]
    public void Parked_it_can_be_tried_anew_and_nothing_else_can()
    {
        _message.Retry(Now).ShouldBeFalse();
        for (var attempt = 0; attempt < OutboxMessage.MaxAttempts; attempt++)
        {
            _message.Failed("No answer.", Now);
        }

        _message.Retry(Now.AddDays(1)).ShouldBeTrue();
        (_message.State, _message.DueAt, _message.Attempts).ShouldBe((OutboxState.Pending, Now.AddDays(1), 0));
        _message.Delivered();
        _message.Retry(Now).ShouldBeFalse();
    }

    [Fact]
    public void Messages_of_one_moment_stand_in_the_order_in_which_they_were_made()
    {
        var positions = Enumerable.Range(0, 100).Select(_ => new OutboxMessage("token.revoked", Guid.CreateVersion7(), "{}", Now).Position).ToList();
        positions.ShouldBe(positions.Order());
        positions.Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void Delivered_it_is_never_due_again()
    {
        _message.Failed("No answer.", Now);
        _message.Delivered();
        _message.DueAt.ShouldBeNull();
        _message.LastError.ShouldBeNull();
        _message.Attempts.ShouldBe(2);
    }

    [Fact]
    public void A_long_error_is_cut_and_never_in_the_middle_of_a_character()
    {
        _message.Failed(new string('x', 5000), Now);
        _message.LastError.ShouldBe(new string('x', 2000));
        _message.Failed(new string('x', 1999) + "😀", Now);
        _message.LastError.ShouldBe(new string('x', 1999));
    }
}
