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

    /// <summary>One of them; null where there is none.</summary>
    public T? Pick<T>(IReadOnlyList<T> from)
        where T : class => from.Count == 0 ? null : from[Next(from.Count)];
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

/// <summary>Says for each secret whether it is good.</summary>
internal sealed class TokenModel(Func<DateTime> now, Dice random)
{
    public List<TokenSecret> Secrets { get; } = [];

    public List<TokenOwner> Owners { get; } = [];

    public bool Lives(TokenSecret secret) => !secret.Revoked && !(now() >= secret.End);

    public bool IsGood(TokenSecret secret) => Lives(secret) && secret.Owner is { Deleted: false, Off: false, Deactivated: false };

    /// <summary>Whether one of the owner's is in use and replaced by none.</summary>
    public bool HasPlace(TokenOwner owner) => Secrets.Exists(secret => secret.Owner == owner && Lives(secret) && secret.ReplacedBy is null);

    public TokenSecret? Any(Func<TokenSecret, bool>? which = null) => random.Pick(Secrets.Where(which ?? (_ => true)).ToList());

    public TokenOwner? AnyAccount() => random.Pick(Owners.Where(owner => owner is { Person: null, Deleted: false }).ToList());

    public TokenOwner? AnyPerson(Func<TokenOwner, bool>? which = null) =>
        random.Pick(Owners.Where(owner => owner.Person is not null && (which is null || which(owner))).ToList());

    public TokenSecret Add(Answer made, TokenOwner owner, TokenSecret? replaces = null, bool endsReplaced = false)
    {
        var secret = new TokenSecret
        {
            Id = made.Id,
            Name = $"#{Secrets.Count}",
            Text = made["secret"],
            Owner = owner,
            End = made.Json["expiresAt"] is null ? null : made.Json.Time("expiresAt"),
            Replaces = replaces,
            EndsReplaced = endsReplaced,
        };
        Secrets.Add(secret);
        return secret;
    }

    /// <summary>A person's tokens die for good.</summary>
    public void Bury(TokenOwner owner, bool dead) => Secrets.FindAll(secret => secret.Owner == owner).ForEach(secret => secret.Revoked |= dead);
}
