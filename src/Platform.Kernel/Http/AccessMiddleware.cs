using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Platform.Kernel.Auditing;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>
/// Says for each request who calls, in which organization, and whether the endpoint is theirs to call. One middleware
/// instead of an authentication handler, a principal and policies: it costs half as much, and where the answer is cached it
/// neither waits nor allocates. It fails closed: an endpoint that declares no <see cref="Access"/> is nobody's.
/// </summary>
public sealed class AccessMiddleware(RequestDelegate next, Credentials credentials, OperatorRules operators, Denials denials, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const string ApiKeyHeader = "X-API-Key";
    private const string OrganizationHeader = "Organization-ID";
    private const int MaxOrganizationLength = 100;

    private static readonly Error NoCredential =
        new(ErrorCodes.Unauthenticated, "Send a token or an access token as 'Authorization: Bearer …'.");

    private static readonly Error TwoCredentials =
        new(ErrorCodes.MalformedRequest, "Two different credentials were sent. Send one, once.");

    private static readonly Error NoOrganization =
        new(ErrorCodes.OrganizationRequired, "Name the organization in the header Organization-ID, by its id or its slug.");

    private static readonly Error BadOrganization =
        new(ErrorCodes.MalformedRequest, "The header Organization-ID must be sent once and hold an organization's id or slug.");

    private static readonly Error OtherOrganization =
        new(ErrorCodes.OrganizationMismatch, "The credential does not belong to the organization that Organization-ID names, or there is no such organization.");

    private static readonly Error Suspended = Error.Suspended();

    private static readonly Error Expired = new(ErrorCodes.TokenExpired, "The token has expired.");

    private static readonly Error OtherAddress = new(ErrorCodes.AddressNotAllowed, "The token may not be used from this address.");

    private static readonly Error OperatorsOnly =
        new(ErrorCodes.PermissionDenied, "Only a signed-in operator of the instance may do this.") { RequiredPermission = "operator" };

    private static readonly Error SecondFactorMissing =
        new(ErrorCodes.MfaRequired, "An operator's acts need a session with a second factor.");

    private static readonly Error PeopleOnly =
        new(ErrorCodes.PermissionDenied, "Only a signed-in person may do this; an API token can't.") { RequiredPermission = "member" };

    private static readonly Error SupportReads =
        new(ErrorCodes.PermissionDenied, "Who has entered an organization as support may read what is in it, and change nothing.");

    private static readonly Error Undeclared =
        new(ErrorCodes.PermissionDenied, "This endpoint does not say who may call it, so nobody may.");

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
        {
            return next(context);
        }

        var access = endpoint.Metadata.GetMetadata<Access>();
        if (access is null)
        {
            // What routing itself answers with (405, 415) says nothing at all; every real endpoint does.
            return endpoint.Metadata.Count == 0 ? next(context) : Problems.WriteAsync(context, Undeclared);
        }

        if (access.Kind is AccessKind.Public or AccessKind.Holder)
        {
            return next(context);
        }

        if (ReadSecret(context.Request.Headers, out var secret) is { } unreadable)
        {
            return Problems.WriteAsync(context, access.Kind == AccessKind.Gateway ? unreadable with { Code = ErrorCodes.Unauthenticated } : unreadable);
        }

        return credentials.TryGet(secret, out var grant, out var unknown)
            ? Meter(context, access, grant)
            : ContinueAfterLoading(context, access, unknown);
    }

    private async Task ContinueAfterLoading(HttpContext context, Access access, Task<Result<Grant>> loading)
    {
        var loaded = await loading;
        await (loaded.Error is { } refused ? RefuseAsync(context, refused, refused.LateUse) : Meter(context, access, loaded.Value));
    }

    private Task Meter(HttpContext context, Access access, Grant grant)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var answering = MeteredAccess.Limit(context, grant, now) is { } limited
            ? Problems.WriteAsync(context, limited)
            : Continue(context, access, grant, now);
        return MeteredAccess.Count(context, grant, now, answering);
    }

    private Task Continue(HttpContext context, Access access, Grant grant, DateTime now)
    {
        var expired = grant.IsExpiredAt(now);
        if (!expired)
        {
            grant.Replaced?.Announce(context.Response);
        }

        if (Judge(context, access, grant, now) is { } refused)
        {
            // What a token may not do is its usage; that it is used when or where it must not be is the log's.
            if (grant.CredentialKind == CredentialKind.ApiToken && (expired || ReferenceEquals(refused, OtherAddress)))
            {
                refused = refused with { OrganizationId = grant.OrganizationId, TokenId = grant.CredentialId };
            }

            return RefuseAsync(context, refused, expired ? grant.LateUse : null);
        }

        return grant.FirstUse is { } first ? ProceedAfterFirstUse(context, grant, first, now) : Proceed(context, grant, now);
    }

    private Task Proceed(HttpContext context, Grant grant, DateTime now)
    {
        grant.Meter?.Use(now, context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent, grant.Replaced is not null);
        context.Grant = grant;

        // At once: what else stands in the host's order is for pages, which are no endpoints.
        return context.GetEndpoint()!.RequestDelegate!(context);
    }

    private async Task ProceedAfterFirstUse(HttpContext context, Grant grant, FirstUse first, DateTime now)
    {
        var refused = await first.SettleAsync(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent);
        await (refused is null ? Proceed(context, grant, now) : Problems.WriteAsync(context, refused));
    }

    /// <summary>The caller has proved that it holds the credential: where that was replaced long ago, somebody should know.</summary>
    private async Task RefuseAsync(HttpContext context, Error refused, LateUse? late)
    {
        if (refused.TokenId is { } token)
        {
            denials.Count(refused.OrganizationId!.Value, token, refused.Code, context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent, time.UtcNow());
        }

        if (late is not null)
        {
            var uses = (ILateUses)context.RequestServices.GetService(typeof(ILateUses))!;
            await uses.TellAsync(late, context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent);
        }

        await Problems.WriteAsync(context, refused);
    }

    private Error? Judge(HttpContext context, Access access, Grant grant, DateTime now)
    {
        if (grant.IsExpiredAt(now))
        {
            return Expired;
        }

        if (access.Kind == AccessKind.Operator)
        {
            return grant is not { IsOperator: true, CredentialKind: CredentialKind.AccessToken } ? OperatorsOnly
                : operators.RequireMfa && !grant.SecondFactor ? SecondFactorMissing with { SecondFactor = grant.MissingSecondFactor }
                : null;
        }

        if (grant.Organization is { IsSuspended: true })
        {
            return Suspended;
        }

        if (!grant.Admits(context.Connection.RemoteIpAddress))
        {
            return OtherAddress;
        }

        if (access.Kind == AccessKind.Application && grant.SubjectKind == SubjectKind.Application)
        {
            return null;
        }

        if (JudgeOrganization(context, access, grant, now) is { } wrong)
        {
            return access.Kind == AccessKind.Gateway ? OtherOrganization : wrong;
        }

        if (access.PersonOnly && grant.CredentialKind != CredentialKind.AccessToken)
        {
            return PeopleOnly;
        }

        if (access.Permission is { } permission && !grant.Permissions.Allows(permission) && !(access.ForSupport && grant.Support is not null))
        {
            return Error.Denied(permission.Name);
        }

        return grant.Support is null || MaySupport(context.Request.Method, access) ? null : SupportReads with { RequiredPermission = access.Requirement };
    }

    /// <summary>
    /// Whatever the permissions say, support reads: no other method is for it but on the operator's own account, and no gateway,
    /// behind which a product of the organization's stands.
    /// </summary>
    private static bool MaySupport(string method, Access access) =>
        access.OfAccount || (access.Kind != AccessKind.Gateway && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)));

    private static Error? JudgeOrganization(HttpContext context, Access access, Grant grant, DateTime now)
    {
        var header = context.Request.Headers[OrganizationHeader];
        if (header.Count > 1)
        {
            return BadOrganization;
        }

        var named = header.ToString();
        if (named.Length == 0)
        {
            // An operator or application in no organization may still ask who it is; a gateway means the credential's own.
            var mayBeLeftOut = access.OfAccount
                || (grant.Organization is null ? access.Kind == AccessKind.Member && !access.PersonOnly : access.Kind == AccessKind.Gateway);
            return mayBeLeftOut ? null : NoOrganization;
        }

        if (grant.Organization?.IsNamed(named) == true)
        {
            return null;
        }

        if (grant.Organization?.FormerlyNamed(named, now) is { } former)
        {
            former.Announce(context.Response, grant.Organization.Slug);
            return null;
        }

        return IsName(named) ? OtherOrganization : BadOrganization;
    }

    /// <summary>An id or a slug: anything else can't name an organization and was not meant to.</summary>
    private static bool IsName(string text) =>
        text.Length <= MaxOrganizationLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The request's one credential, from <c>Authorization</c> or <c>X-API-Key</c>; else why there is none.</summary>
    public static Error? ReadSecret(IHeaderDictionary headers, out ReadOnlySpan<char> secret)
    {
        secret = default;
        var authorization = headers.Authorization;
        if (authorization.Count > 1)
        {
            return TwoCredentials;
        }

        if (authorization.Count == 1 && authorization.ToString() is { Length: > 0 } value)
        {
            if (!value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return NoCredential;
            }

            secret = value.AsSpan(Scheme.Length).Trim();
        }

        if (headers.TryGetValue(ApiKeyHeader, out var key) && ReadApiKey(key, ref secret) is { } wrong)
        {
            return wrong;
        }

        return secret.IsEmpty ? NoCredential : null;
    }

    private static Error? ReadApiKey(StringValues header, ref ReadOnlySpan<char> secret)
    {
        var key = header.ToString().AsSpan().Trim();
        if (header.Count > 1 || (!secret.IsEmpty && !secret.SequenceEqual(key)))
        {
            return TwoCredentials;
        }

        // An access token is no API key: it goes into Authorization only.
        if (secret.IsEmpty && key.StartsWith("eyJ", StringComparison.Ordinal) && !SignedApiToken.Is(key))
        {
            return NoCredential;
        }

        secret = key;
        return null;
    }
}
