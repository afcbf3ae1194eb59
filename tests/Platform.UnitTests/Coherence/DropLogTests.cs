using Platform.Kernel.Coherence;

namespace Platform.UnitTests.Coherence;

public class DropLogTests
{
    private readonly DropLog _log = new();

    [Fact]
    public void WhoeverFollowsReadsEachDropOnceAndInOrder()
    {
        _log.Restart(10);
        var position = _log.ReadEnd().Position;
        var changed = _log.Changed;
        changed.IsCompleted.ShouldBeFalse();
        var (first, second) = (Row(11), Row(11));
        _log.Append([first, second], 11);
        changed.IsCompleted.ShouldBeTrue();
        var news = _log.ReadFrom(position).ShouldNotBeNull();
        news.Rows.ShouldBe([first, second]);
        news.Revision.ShouldBe(11);
        var third = Row(12);
        _log.Append([third], 12);
        _log.ReadFrom(news.Position)!.Rows.ShouldBe([third]);
        _log.Revision.ShouldBe(12);
    }

    [Fact]
    public void WhoeverComesBackReadsOnOrBeginsAnew()
    {
        _log.Restart(10);
        _log.Append([Row(11)], 11);
        _log.Append([Row(12)], 12);
        _log.ReadFrom(_log.After(10).ShouldNotBeNull())!.Rows.Select(row => row.Revision).ShouldBe([11, 12]);
        _log.ReadFrom(_log.After(11).ShouldNotBeNull())!.Rows.Select(row => row.Revision).ShouldBe([12]);
        _log.ReadFrom(_log.After(12).ShouldNotBeNull())!.Rows.ShouldBeEmpty();
        _log.After(9).ShouldBeNull("what came before was never here");
        _log.After(13).ShouldBeNull("another node has it, or another history");
    }

    [Fact]
    public void WhatWasForgottenIsMissed()
    {
        _log.Restart(10);
        var position = _log.ReadEnd().Position;
        for (var revision = 11; revision <= 11 + DropLog.Kept; revision++)
        {
            _log.Append([Row(revision)], revision);
        }

        _log.ReadFrom(position).ShouldBeNull();
        _log.After(10).ShouldBeNull();
        _log.After(11).ShouldNotBeNull();
        position = _log.ReadEnd().Position;
        _log.Restart(_log.Revision);
        _log.ReadFrom(position).ShouldBeNull("a node that joined anew may have missed something");
    }

    [Fact]
    public void ARevisionThatWasNeverHereIsAGap()
    {
        _log.Restart(10);
        var position = _log.ReadEnd().Position;
        _log.Append([Row(13)], 13);
        _log.ReadFrom(position).ShouldBeNull();
        _log.After(10).ShouldBeNull();
        _log.ReadFrom(_log.After(12).ShouldNotBeNull())!.Rows.Count.ShouldBe(1);
    }

    /// <summary>A commit of which nobody knows whether it was one: its drops are told, and its revision is not vouched for.</summary>
    [Fact]
    public void WhatIsNotKnownToBeCommittedIsToldAgain()
    {
        _log.Restart(10);
        var uncertain = Row(11);
        _log.Append([uncertain], _log.Revision);
        _log.Revision.ShouldBe(10);
        _log.ReadFrom(_log.After(10).ShouldNotBeNull())!.Rows.ShouldBe([uncertain]);
        var certain = Row(11);
        _log.Append([certain], 11);
        _log.ReadFrom(_log.After(10).ShouldNotBeNull())!.Rows.ShouldBe([uncertain, certain]);
        _log.Append([Row(12)], 12);
        _log.ReadFrom(_log.After(11).ShouldNotBeNull())!.Rows.Count.ShouldBe(1);
    }

    private static FeedRow Row(long revision) => new(revision, new Drop(DropKind.Credential, Guid.CreateVersion7()));
}
