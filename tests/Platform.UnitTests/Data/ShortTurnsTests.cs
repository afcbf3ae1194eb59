using Platform.Kernel.Data;

namespace Platform.UnitTests.Data;

public class ShortTurnsTests
{
    /// <summary>What is the same for each turn must not keep it at one row: milliseconds of a turn, and of each row.</summary>
    [Theory]
    [InlineData(0, 1, 5)]
    [InlineData(3, 0.5, 4)]
    [InlineData(4, 0.1, 10)]
    [InlineData(0, 0.01, 100)]
    public void TakesAsManyRowsAsThereIsTimeFor(double ofTurn, double ofRow, int rows)
    {
        var turns = new ShortTurns(5);
        turns.Size.ShouldBe(1);
        for (var turn = 0; turn < 200; turn++)
        {
            turns.Took(turns.Size, TimeSpan.FromMilliseconds(ofTurn + (ofRow * turns.Size)));
            (ofTurn + (ofRow * turns.Size)).ShouldBeLessThan(7);
        }

        turns.Size.ShouldBeInRange(rows - 1, rows + 1);
    }

    [Fact]
    public void TakesFewerAtOnceWhereATurnWasLong()
    {
        var turns = new ShortTurns(5, least: 2);
        for (var turn = 0; turn < 20; turn++)
        {
            turns.Took(turns.Size, TimeSpan.FromMilliseconds(1));
        }

        var before = turns.Size;
        turns.Took(before, TimeSpan.FromMilliseconds(50));
        turns.Size.ShouldBe(before / 10);
        turns.Took(turns.Size, TimeSpan.FromSeconds(1));
        turns.Size.ShouldBe(2);
        turns.Longest.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void WhatWasLeftOverSaysLittle()
    {
        var turns = new ShortTurns(5, least: 10);
        turns.Took(3, TimeSpan.FromMilliseconds(1));
        turns.Size.ShouldBe(10);
    }
}
