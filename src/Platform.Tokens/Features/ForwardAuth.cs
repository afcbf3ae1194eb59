using Microsoft.AspNetCore.Http;
using Platform.Kernel.Authorization;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Tokens.Verification;

namespace Platform.Tokens.Features;

/// <summary>
/// For gateways (nginx <c>auth_request</c>, Traefik ForwardAuth, Envoy ext_authz over HTTP, YARP): the middleware has judged the
/// request's own credential; here are the scopes that the gateway asks for, and the identity as headers. It never redirects,
/// never reads a body, and fails closed at a scope that does not exist.
/// </summary>
/// <remarks>One object for all requests: resolving a service would open a scope for each of them.</remarks>
internal sealed class ForwardAuth(AskedScopes asked)
{
    public const string OrganizationHeader = "X-Organization-Id";
    public const string SubjectHeader = "X-Subject-Id";
    public const string SubjectKindHeader = "X-Subject-Kind";
    public const string TokenHeader = "X-Token-Id";
    public const string ScopesHeader = "X-Scopes";

    public Task Endpoint(HttpContext http) =>
        asked.TryReadQuery(http.Request, out var scopes) ? Answer(http, scopes) : ReadAndAnswerAsync(http);

    private async Task ReadAndAnswerAsync(HttpContext http)
    {
        var scopes = await asked.ReadQueryAsync(http.Request);
        await (scopes.Error is { } unknown
            ? Problems.WriteAsync(http, new Error(ErrorCodes.PermissionDenied, unknown.Detail) { RequiredPermission = http.Request.Query[AskedScopes.QueryParameter].ToString() })
            : Answer(http, scopes.Value));
    }

    private static Task Answer(HttpContext http, IReadOnlyList<Scope> scopes)
    {
        var grant = http.Grant!;
        for (var at = 0; at < scopes.Count; at++)
        {
            if (!grant.Permissions.Implies(scopes[at]))
            {
                return Problems.WriteAsync(http, Error.Denied(scopes[at].ToString()));
            }
        }

        var response = http.Response;
        var headers = response.Headers;
        headers[OrganizationHeader] = grant.Organization?.IdText ?? grant.OrganizationId.ToString();
        headers[SubjectHeader] = grant.SubjectId.ToString();
        headers[SubjectKindHeader] = grant.SubjectKind.ToName();
        headers[TokenHeader] = grant.CredentialId.ToString();
        headers[ScopesHeader] = grant.Permissions.ToString();
        headers.CacheControl = "no-store";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
