using System.Net;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Roles;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;
using Platform.Tokens.Data;

namespace Platform.Tokens.Features;

/// <summary>A token to be judged.</summary>
/// <param name="OrganizationId">The organization it is to act in, by id or slug; left out: its own.</param>
/// <param name="Scopes">What it must be able to do, all of it.</param>
/// <param name="Address">Where the call with it came from. A token bound to addresses is refused where this is left out.</param>
internal sealed record VerifyTokenRequest(string? Token, string? OrganizationId, IReadOnlyList<string>? Scopes, string? Address);

/// <summary>The token's own limit, of which each verification takes one request, as a request with the token itself does.</summary>
/// <param name="Limit">Requests in each window.</param>
/// <param name="WindowSeconds">60.</param>
/// <param name="Remaining">Requests that could be made at once.</param>
/// <param name="ResetSeconds">Until the whole quota is back; where nothing remains, until the next request can be made.</param>
internal sealed record VerifiedRateLimit(int Limit, int WindowSeconds, int Remaining, int ResetSeconds);

/// <summary>The verdict. All but the first two are there only where it is good; the limit also where it is over.</summary>
/// <param name="Code">
/// <c>valid</c>, <c>unknown</c>, <c>expired</c>, <c>revoked</c>, <c>suspended</c>, <c>organization-mismatch</c>,
/// <c>insufficient-scope</c>, <c>address-not-allowed</c> or <c>rate-limited</c>.
/// </param>
internal sealed record VerifyTokenAnswer(
    bool Valid,
    string Code,
    MeAnswer.MyOrganization? Organization = null,
    MeAnswer.MySubject? Subject = null,
    Guid? TokenId = null,
    IReadOnlyList<string>? Scopes = null,
    DateTime? ExpiresAt = null,
    VerifiedRateLimit? RateLimit = null);

internal static class VerifyToken
{
    private const int MostScopes = 200;

    /// <summary>What usage calls a verification by another service: the endpoint it was for is not known here.</summary>
    private const string Verification = "verification";

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        VerifyTokenRequest body, HttpContext http, Credentials credentials, GrantCache cache, TimeProvider time, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(body.Token))
        {
            return Error.Invalid("token", "token must be the secret to be judged.").ToProblem();
        }

        if (!TryReadKnown(cache.KnownScopes, body.Scopes, out var scopes))
        {
            var read = await ReadAsync(http, cache.KnownScopes, body.Scopes!, cancellationToken);
            if (read.Error is { } unreadable)
            {
                return unreadable.ToProblem();
            }

            scopes = read.Value;
        }

        IPAddress? address = null;
        if (body.Address is { Length: > 0 } from && !IPAddress.TryParse(from, out address))
        {
            return Error.Invalid("address", "address must be an IP address.").ToProblem();
        }

        var caller = http.Features.Get<Grant>()!;
        if (!credentials.TryGet(body.Token, out var grant, out var loading))
        {
            var loaded = await loading;
            if (loaded.Error is { } error)
            {
                await TellLateUseAsync(http, caller, error.LateUse, address);
                return TypedResults.Ok(Refused(await CodeForAsync(http, caller, body.Token, error, cancellationToken)));
            }

            grant = loaded.Value;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var code = Judge(caller, grant, body.OrganizationId, address, now);
        if (code is "unknown" or "expired")
        {
            await TellLateUseAsync(http, caller, code == "expired" ? grant.LateUse : null, address);
            return TypedResults.Ok(Refused(code));
        }

        // A place is taken as by a request with the token: not from where it may not be used, but whatever it is to be used for.
        var limit = code == "valid" ? grant.Meter?.Spend(grant.RateLimitPerMinute, now) : null;
        code = code != "valid" ? code
            : limit is { IsOver: true } ? "rate-limited"
            : scopes.TrueForAll(grant.Permissions.Implies) ? "valid"
            : "insufficient-scope";
        if (code == "valid" && grant.FirstUse is { } first && await first.SettleAsync(address, null) is not null)
        {
            code = "revoked";
        }

        grant.Meter?.Count(Verification, address, OutcomeOf(code), now);
        if (code != "valid")
        {
            return TypedResults.Ok(Refused(code) with { RateLimit = code == "rate-limited" ? Of(limit) : null });
        }

        grant.Use?.Record(now, address);
        return TypedResults.Ok(Good(grant) with { RateLimit = Of(limit) });
    }

    /// <summary>Reads scopes that this node knows to be in the catalogue; false where one is not among these.</summary>
    private static bool TryReadKnown(KnownScopes known, IReadOnlyList<string>? texts, out List<Scope> scopes)
    {
        scopes = [];
        foreach (var text in texts ?? [])
        {
            if (!Scope.TryParse(text, out var scope) || !known.Contains(scope))
            {
                return false;
            }

            scopes.Add(scope);
        }

        return true;
    }

    /// <summary>Asks the catalogue, which says the nearest name of one that it does not have.</summary>
    private static async Task<Result<List<Scope>>> ReadAsync(HttpContext http, KnownScopes known, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (texts.Count > MostScopes)
        {
            return Error.Invalid("scopes", $"scopes must be at most {MostScopes} scopes.");
        }

        var epoch = known.Epoch;
        var mediator = (IMediator)http.RequestServices.GetService(typeof(IMediator))!;
        var read = await mediator.Send(new ReadScopes("scopes", texts), cancellationToken);
        if (read.Error is { } unknown)
        {
            return unknown;
        }

        var scopes = read.Value.Select(Scope.Parse).ToList();
        known.Add(scopes, epoch);
        return scopes;
    }

    private static string Judge(Grant caller, Grant grant, string? organization, IPAddress? address, DateTime now)
    {
        // An organization's own verifier learns nothing of other organizations' tokens, not even that there is one.
        if (caller.SubjectKind != SubjectKind.Application && grant.OrganizationId != caller.OrganizationId)
        {
            return "unknown";
        }

        if (grant.IsExpiredAt(now))
        {
            return "expired";
        }

        if (!string.IsNullOrEmpty(organization) && grant.Organization?.IsNamed(organization) != true)
        {
            return "organization-mismatch";
        }

        return grant.Admits(address) ? "valid" : "address-not-allowed";
    }

    private static UseOutcome OutcomeOf(string code) => code switch
    {
        "valid" => UseOutcome.Ok,
        "rate-limited" => UseOutcome.RateLimited,
        _ => UseOutcome.Denied,
    };

    private static VerifiedRateLimit? Of(RateLimitState? limit) =>
        limit is { } known ? new(known.Limit, (int)RateLimiter.Window.TotalSeconds, known.Remaining, known.ResetSeconds) : null;

    /// <summary>Why it is not good, as far as the caller may know: of another organization's token an organization learns nothing.</summary>
    private static async Task<string> CodeForAsync(HttpContext http, Grant caller, string secret, Error error, CancellationToken cancellationToken)
    {
        var code = error.Code switch
        {
            ErrorCodes.TokenExpired => "expired",
            ErrorCodes.TokenRevoked => "revoked",
            ErrorCodes.OrganizationSuspended => "suspended",
            _ => "unknown",
        };
        if (code == "unknown" || caller.SubjectKind == SubjectKind.Application)
        {
            return code;
        }

        var db = (PlatformDbContext)http.RequestServices.GetService(typeof(PlatformDbContext))!;
        var hash = SecretHash.Of(secret).ToArray();
        return await db.TokensOfEveryOrganization.AnyAsync(
            token => token.Hash == hash && token.OrganizationId == caller.OrganizationId, cancellationToken) ? code : "unknown";
    }

    /// <summary>Told by an application, or by the token's own organization; another one's word for it counts nothing.</summary>
    private static Task TellLateUseAsync(HttpContext http, Grant caller, LateUse? late, IPAddress? address) =>
        late is not null && (caller.SubjectKind == SubjectKind.Application || late.OrganizationId == caller.OrganizationId)
            ? ((ILateUses)http.RequestServices.GetService(typeof(ILateUses))!).TellAsync(late, address, null)
            : Task.CompletedTask;

    private static VerifyTokenAnswer Refused(string code) => new(false, code);

    private static VerifyTokenAnswer Good(Grant grant) => new(
        true,
        "valid",
        grant.Organization is { } organization ? new(organization.Id, organization.Slug, organization.Name) : null,
        new(grant.SubjectKind.ToName(), grant.SubjectId, grant.SubjectName, grant.Email),
        grant.CredentialKind == CredentialKind.ApiToken ? grant.CredentialId : null,
        grant.Permissions.Names,
        grant.ExpiresAt);
}
