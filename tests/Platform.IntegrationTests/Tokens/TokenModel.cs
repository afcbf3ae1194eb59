namespace Platform.IntegrationTests.Tokens;

/// <summary>Numbers that are the same for the same seed, on every machine (SplitMix64).</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = (ulong)seed;

    public int Next(int from, int before) => from + Next(before - from);

    public int Next(int before)
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)before);
    }
}

/// <summary>Whose tokens they are.</summary>
internal sealed class TokenOwner
{
    public required Guid Id { get; init; }

    public TestPerson? Person { get; init; }

    /// <summary>Disabled, or without the checkbox.</summary>
    public bool Off { get; set; }

    public bool Deleted { get; set; }

    public bool Deactivated { get; set; }
}

/// <summary>A secret, and what became of it.</summary>
internal sealed class TokenSecret
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    public required TokenOwner Owner { get; init; }

    public DateTime? End { get; set; }

    public bool Revoked { get; set; }

    public bool Used { get; set; }

    public TokenSecret? Replaces { get; init; }

    public TokenSecret? ReplacedBy { get; set; }

    public bool EndsReplaced { get; init; }
}
