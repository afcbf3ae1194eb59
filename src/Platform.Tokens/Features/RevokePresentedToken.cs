using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Verification;

namespace Platform.Tokens.Features;

/// <summary>A token to be revoked (RFC 7009 section 2.1), form-encoded. That it is in the body proves that the caller holds it.</summary>
/// <param name="Token">The secret of an API token, or an access token, whose session then ends.</param>
/// <param name="TokenTypeHint">Of no matter: every kind of token is found without it.</param>
internal sealed record RevokePresentedTokenRequest(string? Token, [property: JsonPropertyName("token_type_hint")] string? TokenTypeHint);

/// <summary>
/// RFC 7009: 200 without a body whether or not there was such a token, and once that has been answered no node accepts it. Whoever
/// guesses is slowed down.
/// </summary>
internal static class RevokePresentedToken
{
    private static readonly Error NoToken = new(ErrorCodes.MalformedRequest, "Send the parameter token.") { OAuthCode = "invalid_request" };

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        HttpContext http, AttemptLimits limits, PresentedTokens presented, TokenEnding ending, CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (limits.Check(http, VerificationLimit.Misguided, address) is { } over)
        {
            return over.ToProblem();
        }

        var form = await http.Request.ReadFormBodyAsync(cancellationToken);
        if (form["token"] is not { } secret)
        {
            return NoToken.ToProblem();
        }

        var found = await presented.FindAsync([secret], cancellationToken);
        var ended = found is [var token] ? await ending.EndAsync(http, token) : !presented.CanBe(secret) && await ending.EndSessionAsync(secret);
        if (!ended)
        {
            limits.Record(VerificationLimit.Misguided, address);
        }

        return TypedResults.Ok();
    }
}

/// <summary>Ends what was presented, in its own organization and in the name of whoever may be said to have done it.</summary>
internal sealed class TokenEnding(
    PlatformDbContext db,
    OrganizationScope scope,
    Caller caller,
    Credentials credentials,
    TokenAnswers answers,
    TokenRevocation revocation,
    IMediator mediator,
    TimeProvider time)
{
    private static readonly RequiredPermission Write = RequiredPermission.Named(TokensPermissions.Write);

    public async Task<bool> EndAsync(HttpContext http, PresentedToken token)
    {
        var administrator = await FindAdministratorAsync(http, token.OrganizationId);
        scope.Enter(token.OrganizationId);
        if (administrator is null)
        {
            var owner = (await answers.OfAsync(await db.Tokens.AsNoTracking().SingleAsync(row => row.Id == token.Id), CancellationToken.None)).Owner;
            caller.Proved(new Actor(owner.Kind, owner.Id, owner.Name));
        }
        else
        {
            caller.Proved(new Actor(administrator.SubjectKind.ToName(), administrator.SubjectId, administrator.SubjectName));
        }

        var reason = administrator is null ? "Revoked by whoever held it, at /revoke (RFC 7009)" : "Revoked at /revoke (RFC 7009)";
        return (await revocation.RevokeAsync(token.Id, reason, CancellationToken.None)).Error is null;
    }

    /// <summary>The session of an access token; false where it is none, or none any more.</summary>
    public async Task<bool> EndSessionAsync(string secret)
    {
        if (!credentials.TryGet(secret, out var grant, out var loading))
        {
            var loaded = await loading;
            if (loaded.Error is { } error)
            {
                return error.Code != ErrorCodes.Unauthenticated;
            }

            grant = loaded.Value;
        }

        if (grant.IsExpiredAt(time.GetUtcNow().UtcDateTime))
        {
            return true;
        }

        caller.Proved(new Actor(grant.SubjectKind.ToName(), grant.SubjectId, grant.SubjectName));
        return (await mediator.Send(new EndSession(grant.CredentialId, "revoked-by-holder"), CancellationToken.None)).Error is null;
    }

    /// <summary>Whoever signs the request with a credential that may revoke the organization's tokens; null for the others.</summary>
    private async Task<Grant?> FindAdministratorAsync(HttpContext http, Guid organizationId)
    {
        if (AccessMiddleware.ReadSecret(http.Request.Headers, out var secret) is not null)
        {
            return null;
        }

        if (!credentials.TryGet(secret, out var grant, out var loading))
        {
            var loaded = await loading;
            if (loaded.Error is not null)
            {
                return null;
            }

            grant = loaded.Value;
        }

        return grant.OrganizationId == organizationId && !grant.IsExpiredAt(time.GetUtcNow().UtcDateTime)
            && grant.Admits(http.Connection.RemoteIpAddress) && grant.Permissions.Allows(Write) ? grant : null;
    }
}
