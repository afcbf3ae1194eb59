using System.Net;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;

namespace Platform.Tokens.Verification;

/// <summary>A token to be judged for somebody who was shown it.</summary>
/// <param name="Organization">The organization it is to act in, by id or slug; null or empty: its own.</param>
/// <param name="Scopes">What it must be able to do, all of it.</param>
/// <param name="Address">Where the call with it came from.</param>
/// <param name="CountedAs">What usage calls it: the endpoint that the token was for is not known here.</param>
internal readonly record struct TokenQuestion(string Secret, string? Organization, IReadOnlyList<Scope> Scopes, IPAddress? Address, string CountedAs)
{
    /// <summary>Whether one more request may be made with the token: takes it from the token's limit.</summary>
    public const string Verification = "verification";

    /// <summary>What the token is: takes nothing.</summary>
    public const string Introspection = "introspection";

    public bool IsRequest => CountedAs == Verification;
}

/// <summary>The verdict; the grant where it is <see cref="Valid"/>, and how the token then stands to its limit, as well as where it is over it.</summary>
internal readonly record struct TokenVerdict(string Code, Grant? Grant = null, RateLimitState? Limit = null)
{
    public const string Valid = "valid";
    public const string Unknown = "unknown";
    public const string Expired = "expired";
    public const string Revoked = "revoked";
    public const string Suspended = "suspended";
    public const string OrganizationMismatch = "organization-mismatch";
    public const string InsufficientScope = "insufficient-scope";
    public const string AddressNotAllowed = "address-not-allowed";
    public const string RateLimited = "rate-limited";
}

/// <summary>
/// Judges other parties' tokens: the one place behind verification and introspection. Where the grant is cached, it neither
/// waits nor asks anybody.
/// </summary>
internal sealed class TokenVerdicts(Credentials credentials, ILateUses lateUses, Denials denials, TimeProvider time)
{
    /// <param name="caller">Who asks: an application of all tokens, anybody else of its own organization's alone.</param>
    /// <param name="asked">The token.</param>
    public ValueTask<TokenVerdict> JudgeAsync(Grant caller, TokenQuestion asked) =>
        credentials.TryGet(asked.Secret, out var grant, out var loading)
            ? JudgeAsync(caller, grant, asked)
            : JudgeAsync(caller, loading, asked);

    private async ValueTask<TokenVerdict> JudgeAsync(Grant caller, Task<Result<Grant>> loading, TokenQuestion asked)
    {
        var loaded = await loading;
        if (loaded.Error is not { } error)
        {
            return await JudgeAsync(caller, loaded.Value, asked);
        }

        // One that is not the caller's is read just as one that is not there.
        if (!MayLearnOf(caller, error.OrganizationId))
        {
            return new(TokenVerdict.Unknown);
        }

        if (error.TokenId is { } token)
        {
            Deny(error.OrganizationId!.Value, token, error.Code, asked, time.UtcNow());
        }

        return await RefuseAsync(CodeOf(error), error.LateUse, asked);
    }

    private ValueTask<TokenVerdict> JudgeAsync(Grant caller, Grant grant, TokenQuestion asked)
    {
        // An organization's own verifier learns nothing of other organizations' tokens, not even that there is one. And an operator
        // who has entered as support has entered this instance, and none of the products that ask it.
        if (!MayLearnOf(caller, grant.OrganizationId) || grant.Support is not null)
        {
            return new(new TokenVerdict(TokenVerdict.Unknown));
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (grant.IsExpiredAt(now))
        {
            Deny(grant.OrganizationId, grant.CredentialId, ErrorCodes.TokenExpired, asked, now);
            return RefuseAsync(TokenVerdict.Expired, grant.LateUse, asked);
        }

        var code = JudgePlace(grant, asked, now);
        if (code == TokenVerdict.AddressNotAllowed)
        {
            Deny(grant.OrganizationId, grant.CredentialId, ErrorCodes.AddressNotAllowed, asked, now);
        }

        // A place is taken as by a request with the token: not from where it may not be used, but whatever it is to be used for.
        var limit = code == TokenVerdict.Valid && asked.IsRequest ? grant.Meter?.Spend(grant.RateLimitPerMinute, now) : null;
        if (code == TokenVerdict.Valid)
        {
            code = limit is { IsOver: true } ? TokenVerdict.RateLimited : JudgeScopes(grant, asked);
        }

        return code == TokenVerdict.Valid && grant.FirstUse is { } first
            ? SettleAsync(first, grant, asked, limit, now)
            : new(Conclude(code, grant, asked, limit, now));
    }

    /// <summary>A request was made with it. Who only asks what it is has not used it.</summary>
    private void Deny(Guid organizationId, Guid tokenId, string code, TokenQuestion asked, DateTime now)
    {
        if (asked.IsRequest)
        {
            denials.Count(organizationId, tokenId, code, asked.Address, null, now);
        }
    }

    private static string JudgePlace(Grant grant, TokenQuestion asked, DateTime now) =>
        grant.Organization is { IsSuspended: true } ? TokenVerdict.Suspended
        : !IsPlaceOf(grant.Organization, asked.Organization, now) ? TokenVerdict.OrganizationMismatch
        : grant.Admits(asked.Address) ? TokenVerdict.Valid
        : TokenVerdict.AddressNotAllowed;

    private static bool IsPlaceOf(GrantOrganization? organization, string? named, DateTime now) =>
        string.IsNullOrEmpty(named) || organization?.IsNamed(named) == true || organization?.FormerlyNamed(named, now) is not null;

    private static string JudgeScopes(Grant grant, TokenQuestion asked)
    {
        foreach (var scope in asked.Scopes)
        {
            if (!grant.Permissions.Implies(scope))
            {
                return TokenVerdict.InsufficientScope;
            }
        }

        return TokenVerdict.Valid;
    }

    /// <summary>The first use of a replacement ends what it replaces before it is answered.</summary>
    private static async ValueTask<TokenVerdict> SettleAsync(FirstUse first, Grant grant, TokenQuestion asked, RateLimitState? limit, DateTime now)
    {
        var refused = await first.SettleAsync(asked.Address, null);
        return Conclude(refused is null ? TokenVerdict.Valid : TokenVerdict.Revoked, grant, asked, limit, now);
    }

    private static TokenVerdict Conclude(string code, Grant grant, TokenQuestion asked, RateLimitState? limit, DateTime now)
    {
        grant.Meter?.Count(asked.CountedAs, asked.Address, OutcomeOf(code), now);
        if (code != TokenVerdict.Valid)
        {
            return new(code, Limit: code == TokenVerdict.RateLimited ? limit : null);
        }

        grant.Meter?.Use(now, asked.Address, null, grant.Replaced is not null);
        return new(code, grant, limit);
    }

    /// <summary>Whoever still holds a token that was replaced long ago should be known of.</summary>
    private async ValueTask<TokenVerdict> RefuseAsync(string code, LateUse? late, TokenQuestion asked)
    {
        if (late is not null)
        {
            await lateUses.TellAsync(late, asked.Address, null);
        }

        return new(code);
    }

    private static string CodeOf(Error error) => error.Code switch
    {
        ErrorCodes.TokenExpired => TokenVerdict.Expired,
        ErrorCodes.TokenRevoked => TokenVerdict.Revoked,
        ErrorCodes.OrganizationSuspended => TokenVerdict.Suspended,
        _ => TokenVerdict.Unknown,
    };

    private static UseOutcome OutcomeOf(string code) => code switch
    {
        TokenVerdict.Valid => UseOutcome.Ok,
        TokenVerdict.RateLimited => UseOutcome.RateLimited,
        _ => UseOutcome.Denied,
    };

    private static bool MayLearnOf(Grant caller, Guid? organizationId) =>
        caller.SubjectKind == SubjectKind.Application || organizationId == caller.OrganizationId;
}
