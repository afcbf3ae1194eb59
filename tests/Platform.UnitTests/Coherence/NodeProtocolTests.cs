using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Coherence;

/// <summary>What the model can't put in order, since it runs on one thread: the node is told to leave while its feed is at work.</summary>
public class NodeProtocolTests
{
    [Fact]
    public void ANodeToldToLeaveInTheMidstOfAPollHasNoLease()
    {
        var node = new Leaving();
        node.Registered(node.Register(head: 0));
        var now = new ClockReading(TimeSpan.TicksPerSecond, TimeSpan.TicksPerSecond);
        node.Polled(node.Begin(now), new PollAnswer(Renewed: true, Head: 0, []));
        node.HasLease(now).ShouldBeTrue();
        node.IsLeaving = true;
        node.Polled(node.Begin(now), new PollAnswer(Renewed: true, Head: 0, []));
        node.HasLease(now).ShouldBeFalse("its row is about to go, and nobody will wait for it");
    }

    /// <summary>Is told to leave after the poll was found good, and before the lease is taken from it.</summary>
    private sealed class Leaving() : NodeProtocol(Guid.CreateVersion7(), _ => { })
    {
        public bool IsLeaving { get; set; }

        protected override ClockReading LeaseFrom(Poll poll, PollAnswer answer)
        {
            if (IsLeaving)
            {
                Stop();
            }

            return base.LeaseFrom(poll, answer);
        }
    }
}
