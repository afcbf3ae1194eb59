namespace Platform.Tokens.Domain;

internal enum TokenKind
{
    User,
    Service,
    Application,
}

/// <summary>What the text of a token is.</summary>
internal enum SecretForm
{
    /// <summary>A prefix, random characters and a checksum: <see cref="TokenFormat"/>.</summary>
    Opaque,

    /// <summary>A signed JWT, which services can read offline.</summary>
    Jwt,
}

/// <summary>What has been noted of a token.</summary>
internal enum TokenState
{
    Live,

    /// <summary>Another has taken its place; it works until the overlap ends.</summary>
    Replaced,

    /// <summary>Its end has been noticed by the job.</summary>
    Expired,

    Revoked,
}

/// <summary>A token to be issued.</summary>
/// <param name="ExpiresAt">When it ends; where null, <paramref name="Lifetime"/> from its creation; where that is null too, never.</param>
/// <param name="Place">Which of a person's places it takes, from 0.</param>
internal sealed record NewToken(
    TokenKind Kind,
    Guid OwnerId,
    string Name,
    string? Description,
    IReadOnlyList<string> Integrations,
    IReadOnlyList<string>? Scopes,
    IReadOnlyList<string> AllowedAddresses,
    DateTime? ExpiresAt = null,
    TimeSpan? Lifetime = null,
    int? RateLimitPerMinute = null,
    SecretForm Form = SecretForm.Opaque,
    int Place = 0,
    Guid? ReplacesId = null,
    bool EndsReplacedOnFirstUse = false)
{
    /// <summary>Known before it is issued: a JWT says it.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();
}
