using Platform.Kernel.Outbox;

namespace Platform.UnitTests.Outbox;

public class OutboxMessageTests
{
    private static readonly DateTime Now = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly OutboxMessage _message = new("token.revoked", Guid.CreateVersion7(), "{}", Now);

    [Fact]
    public void It_is_due_at_once() => _message.DueAt.ShouldBe(Now);

    [Fact]
    public void It_is_tried_twenty_times_with_doubling_pauses_of_at_most_five_minutes()
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

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300]);
        _message.Attempts.ShouldBe(20);
        _message.LastError.ShouldBe("No answer.");
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
