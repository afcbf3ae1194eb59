using System.Net;
using Platform.Client.Memory;

namespace Platform.UnitTests.Client;

public class TokenMemoryTests
{
    private readonly TokenMemory _memory = new(8);

    [Fact]
    public void KeepsNothingBeforeTheFeedHasBegun()
    {
        _memory.Keep(Verified.Token(), 10);
        _memory.TryGet("secret", out _).ShouldBeFalse();
        _memory.Reset(10);
        _memory.Keep(Verified.Token(), 9);
        _memory.TryGet("secret", out _).ShouldBeFalse("what came between 9 and 10 nobody has told");
        _memory.Keep(Verified.Token(), 10);
        _memory.TryGet("secret", out _).ShouldBeTrue();
        _memory.Reset(10);
        _memory.TryGet("secret", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("token")]
    [InlineData("subject")]
    [InlineData("organization")]
    [InlineData("all")]
    [InlineData("a kind of a later version")]
    public void ADropTakesWhatRestsOnItAndNothingElse(string kind)
    {
        var id = Guid.CreateVersion7();
        VerifiedToken Touched(string secret) => Verified.Token(secret, kind == "token" ? id : null, kind == "subject" ? id : null, kind == "organization" ? id : null);
        _memory.Reset(1);
        _memory.Keep(Touched("touched"), 1);
        _memory.Keep(Verified.Token("other"), 1);
        var epoch = _memory.Epoch;
        _memory.Drop(new FeedDrop(5, kind, id));
        _memory.Epoch.ShouldNotBe(epoch);
        _memory.TryGet("touched", out _).ShouldBeFalse();
        _memory.TryGet("other", out _).ShouldBe(kind is "token" or "subject" or "organization");

        // A verdict from before it that arrives after it is not kept; one that knows of it is.
        _memory.Keep(Touched("touched"), 4);
        _memory.TryGet("touched", out _).ShouldBeFalse();
        _memory.Keep(Touched("touched"), 5);
        _memory.TryGet("touched", out _).ShouldBeTrue();
    }

    [Fact]
    public void AVerdictOlderThanAllDropsThatAreKnownIsNotKept()
    {
        _memory.Reset(1);
        for (var revision = 2; revision <= 1100; revision++)
        {
            _memory.Drop(new FeedDrop(revision, "token", Guid.CreateVersion7()));
        }

        _memory.Keep(Verified.Token("old"), 2);
        _memory.TryGet("old", out _).ShouldBeFalse();
        _memory.Keep(Verified.Token("new"), 1000);
        _memory.TryGet("new", out _).ShouldBeTrue();
    }

    [Fact]
    public void HoldsNoMoreThanItMayAndWhatIsInUseLongest()
    {
        _memory.Reset(1);
        _memory.Keep(Verified.Token("used"), 1);
        for (var at = 0; at < 1000; at++)
        {
            _memory.Keep(Verified.Token($"seldom-{at}"), 1);
            _memory.TryGet("used", out _).ShouldBeTrue();
            _memory.Count.ShouldBeLessThanOrEqualTo(8);
        }

        _memory.TryGet("seldom-0", out _).ShouldBeFalse();
        var used = _memory.Find("used").ShouldNotBeNull();
        _memory.Drop(new FeedDrop(2, "token", used.Principal.TokenId!.Value));
        _memory.TryGet("used", out _).ShouldBeFalse("in whichever generation it is");
    }

    [Fact]
    public void WhatWasRefusedIsForgotten()
    {
        _memory.Reset(1);
        _memory.Keep(Verified.Token(), 1);
        _memory.TryGet("secret", out var token).ShouldBeTrue();
        _memory.Forget("secret");
        _memory.TryGet("secret", out _).ShouldBeFalse();
        token.IsDropped.ShouldBeTrue();
    }

    [Fact]
    public void AddressesAreRememberedUntilADrop()
    {
        var (one, two, three) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("192.0.2.3"));
        var first = Verified.Token(bound: true, address: one);
        (first.Admits(one), first.Admits(two), first.Admits(null)).ShouldBe((true, false, false));
        first.Admits(one.MapToIPv6()).ShouldBeTrue("it is the same address");
        var second = Verified.Token(bound: true, address: two, before: first);
        (second.Admits(one), second.Admits(two), second.Admits(three)).ShouldBe((true, true, false));
        second.Drop();
        var third = Verified.Token(bound: true, address: three, before: second);
        (third.Admits(one), third.Admits(three)).ShouldBe((false, true));
        Verified.Token(bound: null).Admits(one).ShouldBeFalse("an instance that does not say is not believed");
        Verified.Token(bound: false).Admits(null).ShouldBeTrue();
    }

    /// <summary>Many at once: whatever was dropped is never found again, however it moved between the generations.</summary>
    [Fact]
    public async Task NothingThatWasDroppedComesBack()
    {
        var memory = new TokenMemory(16);
        memory.Reset(1);
        using var ended = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            for (var at = reader; !ended.IsCancellationRequested; at++)
            {
                memory.TryGet($"victim-{at % 50}", out _);
                memory.Keep(Verified.Token($"other-{at % 100}"), long.MaxValue);
            }
        })).ToList();
        for (var round = 0; round < 2000; round++)
        {
            var victim = Verified.Token($"victim-{round % 50}");
            memory.Keep(victim, long.MaxValue);
            memory.TryGet(victim.Secret, out _);
            memory.Drop(new FeedDrop(round + 2, "token", victim.Principal.TokenId!.Value));
            if (memory.TryGet(victim.Secret, out var found))
            {
                found.ShouldNotBe(victim);
            }
        }

        await ended.CancelAsync();
        await Task.WhenAll(readers);
    }
}
