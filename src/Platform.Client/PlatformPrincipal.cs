using System.Security.Claims;

namespace Platform.Client;

/// <summary>
/// Who calls, in which organization, and what they may do: the <c>HttpContext.User</c> of a request whose token was verified.
/// Made once for a token and shared by its requests, so it can't be changed; <see cref="Clone"/> gives one that can.
/// </summary>
public sealed class PlatformPrincipal : ClaimsPrincipal
{
    /// <summary>The claim with the organization's id.</summary>
    public const string OrganizationClaim = "org";

    /// <summary>The claim with the organization's slug.</summary>
    public const string OrganizationSlugClaim = "org_slug";

    /// <summary>The claim with the subject's kind.</summary>
    public const string SubjectKindClaim = "subject_kind";

    /// <summary>The claim with the token's id.</summary>
    public const string TokenClaim = "jti";

    /// <summary>The claims with what the token can do, one for each scope.</summary>
    public const string ScopeClaim = "scope";

    private readonly GrantedScopes _scopes;
    private readonly bool _isShared;

    internal PlatformPrincipal(Asking.Answer answer)
        : base(IdentityOf(answer))
    {
        (Organization, Subject, TokenId, ExpiresAt) = (answer.Organization!, answer.Subject!, answer.TokenId, answer.ExpiresAt);
        (_scopes, _isShared) = (new GrantedScopes(answer.Scopes ?? []), true);
    }

    private PlatformPrincipal(PlatformPrincipal other)
        : base(other.Identities.Select(identity => identity.Clone())) =>
        (Organization, Subject, TokenId, ExpiresAt, _scopes) = (other.Organization, other.Subject, other.TokenId, other.ExpiresAt, other._scopes);

    /// <summary>The organization in which the call acts.</summary>
    public PlatformOrganization Organization { get; }

    /// <summary>Whose token it is.</summary>
    public PlatformSubject Subject { get; }

    /// <summary>The token's id; null for the access token of somebody who is signed in at the instance.</summary>
    public Guid? TokenId { get; }

    /// <summary>When the token ends by itself; null for never.</summary>
    public DateTime? ExpiresAt { get; }

    /// <summary>What the token can do now: its scopes cut down to what its owner may do.</summary>
    public IReadOnlyCollection<string> Scopes => _scopes.Names;

    /// <summary>True where the token can do this, by this scope or a wider one (<c>tickets:*</c>, <c>*:read</c>, <c>admin</c>).</summary>
    /// <param name="scope">Such as <c>tickets:read</c>, or the long form for one item, <c>urn:platform:tickets:4711:read</c>.</param>
    /// <exception cref="FormatException">It is no scope.</exception>
    public bool Allows(string scope) => Allows(AskedScope.Parse(scope, null));

    /// <summary>A principal of one's own with the same claims, to which identities may be added.</summary>
    public override PlatformPrincipal Clone() => new(this);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is shared by all requests of the token.</exception>
    public override void AddIdentity(ClaimsIdentity identity)
    {
        Guard();
        base.AddIdentity(identity);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is shared by all requests of the token.</exception>
    public override void AddIdentities(IEnumerable<ClaimsIdentity> identities)
    {
        Guard();
        base.AddIdentities(identities);
    }

    internal bool Allows(AskedScope scope) => _scopes.Allow(scope);

    private static ClaimsIdentity IdentityOf(Asking.Answer answer)
    {
        var identity = new ClaimsIdentity(PlatformDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, answer.Subject!.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, answer.Subject.Name));
        identity.AddClaim(new Claim(SubjectKindClaim, answer.Subject.Kind));
        identity.AddClaim(new Claim(OrganizationClaim, answer.Organization!.Id.ToString()));
        identity.AddClaim(new Claim(OrganizationSlugClaim, answer.Organization.Slug));
        if (answer.Subject.Email is { } email)
        {
            identity.AddClaim(new Claim(ClaimTypes.Email, email));
        }

        if (answer.TokenId is { } token)
        {
            identity.AddClaim(new Claim(TokenClaim, token.ToString()));
        }

        identity.AddClaims((answer.Scopes ?? []).Select(scope => new Claim(ScopeClaim, scope)));
        return identity;
    }

    private void Guard()
    {
        if (_isShared)
        {
            throw new InvalidOperationException("This principal is shared by all requests of its token. Add identities to a Clone() of it.");
        }
    }
}

/// <summary>An organization of the instance.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Slug">Its short name in addresses and headers.</param>
/// <param name="Name">As people call it.</param>
public sealed record PlatformOrganization(Guid Id, string Slug, string Name)
{
    /// <summary>True where an <c>Organization-ID</c> header names this one, by id or by slug.</summary>
    internal bool IsNamed(ReadOnlySpan<char> header)
    {
        Span<char> id = stackalloc char[36];
        return header.Equals(Slug, StringComparison.OrdinalIgnoreCase)
            || (header.Length == 36 && Id.TryFormat(id, out _) && header.Equals(id, StringComparison.OrdinalIgnoreCase))
            || (Guid.TryParse(header, out var named) && named == Id);
    }
}

/// <summary>Whose token it is.</summary>
/// <param name="Kind"><c>person</c> or <c>serviceAccount</c>.</param>
/// <param name="Id">Never changes.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Email">A person's; null for the others.</param>
public sealed record PlatformSubject(string Kind, Guid Id, string Name, string? Email);
