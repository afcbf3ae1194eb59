using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Tokens.Features;

namespace Platform.Tokens.Verification;

/// <summary>What the OpenAPI document says of verification, with examples: others write their clients from it.</summary>
internal static class VerificationDocumentation
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Secret = "pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG";

    private const string Valid = """
        {
          "valid": true, "code": "valid",
          "organization": { "id": "01976a3e-5f0c-7a51-b2a4-6c5d3f1e9a10", "slug": "northside-fire", "name": "Northside Fire" },
          "subject": { "kind": "serviceAccount", "id": "01976a3e-7b1d-7c02-9d0e-2f4a6b8c1d3e", "name": "Dispatch sync", "email": null },
          "tokenId": "01976a3f-01aa-7d3b-8c44-5e6f708192a3", "scopes": ["tickets:read"], "expiresAt": "2027-01-31T09:00:00Z",
          "addressBound": false, "revision": 4711, "rateLimit": { "limit": 600, "windowSeconds": 60, "remaining": 599, "resetSeconds": 1 }
        }
        """;

    /// <summary>A JSON string: what stands on the wire is text.</summary>
    private const string Feed =
        @"""event: reset\ndata: {\""revision\"":4711}\n\nevent: heartbeat\nid: 4711\ndata: {\""revision\"":4711,\""elapsed\"":0}\n\nevent: drop\ndata: {\""revision\"":4712,\""kind\"":\""token\"",\""id\"":\""01976a3f-01aa-7d3b-8c44-5e6f708192a3\""}\n\nevent: heartbeat\nid: 4712\ndata: {\""revision\"":4712,\""elapsed\"":86}\n\n""";

    private const string Active = """
        {
          "active": true, "scope": "tickets:read", "client_id": "01976a3e-7b1d-7c02-9d0e-2f4a6b8c1d3e", "token_type": "Bearer",
          "exp": 1801386000, "iat": 1769850000, "sub": "01976a3e-7b1d-7c02-9d0e-2f4a6b8c1d3e", "jti": "01976a3f-01aa-7d3b-8c44-5e6f708192a3",
          "subject_kind": "serviceAccount", "organization_id": "01976a3e-5f0c-7a51-b2a4-6c5d3f1e9a10", "organization_slug": "northside-fire",
          "iss": "https://platform.example"
        }
        """;

    public static RouteHandlerBuilder DocumentsVerifyToken(this RouteHandlerBuilder builder) => builder
        .Reads<VerifyTokenRequest>("application/json", $$"""{ "token": "{{Secret}}", "organizationId": "northside-fire", "scopes": ["tickets:read"], "address": "192.0.2.7" }""")
        .WithDescription("An application's token judges tokens of every organization; an organization's own token with `tokens:verify` its own organization's, and any other is `unknown` to it. The answer is 200 whatever the verdict.")
        .ExampleAnswer(
            "The verdict",
            [("valid", Valid), .. ((string[])[
                TokenVerdict.Unknown, TokenVerdict.Expired, TokenVerdict.Revoked, TokenVerdict.Suspended, TokenVerdict.OrganizationMismatch,
                TokenVerdict.InsufficientScope, TokenVerdict.AddressNotAllowed, TokenVerdict.RateLimited])
                .Select(code => (code, $$"""{ "valid": false, "code": "{{code}}" }"""))])
        .Refuses(ErrorCodes.ValidationFailed, "`token` is missing, `address` is none, or there is no such scope; the message says the nearest known one");

    public static RouteHandlerBuilder DocumentsIntrospectToken(this RouteHandlerBuilder builder) => builder
        .Reads<IntrospectTokenRequest>(Form, $$"""{ "token": "{{Secret}}", "token_type_hint": "access_token" }""")
        .WithDescription("RFC 7662. Who may ask, and of which tokens, is as with `/verify`; whatever is not good is `{ \"active\": false }`. Nothing is taken from the token's rate limit.")
        .ExampleAnswer("What the token is", ("active", Active), ("inactive", """{ "active": false }"""))
        .Refuses(ErrorCodes.MalformedRequest, "There is no `token`, or a parameter is there twice; `error` is `invalid_request` (RFC 6749 section 5.2)")
        .Refuses(ErrorCodes.ValidationFailed, "`address` is no IP address");

    public static RouteHandlerBuilder DocumentsReadVerifierFeed(this RouteHandlerBuilder builder) => builder
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .WithDescription(
            "Server-sent events, without an end. `reset { revision }`: forget everything; the feed is complete from this revision. `drop { revision, kind, id }`: forget what rests on this `token`, `subject` (a token's owner), `organization`, or on anything (`all`, without `id`). " +
            "`heartbeat { revision, elapsed }`, at least every 250 ms: every drop up to the revision has been sent; `elapsed` counts milliseconds of this feed, from before the drops were read. Answer from memory for 1 s after a heartbeat and no longer; keep a verdict only if no drop after its `revision` touches it, and none without a `tokenId`. " +
            "An application hears of every organization; an organization's own token of its own, though revisions are numbered for the whole instance. The feed ends when the node can't vouch for it any more, and when something happens to the verifier's own credential: come back with the `id` of the last heartbeat in `Last-Event-ID`.")
        .WithMetadata(new ReadParameter("Last-Event-ID", true, false, "The `id` of the last heartbeat that was read: drops since then are sent, or, where the node has not all of them, `reset`."))
        .ExampleAnswer("The events", ("events", Feed))
        .Refuses(ErrorCodes.OrganizationRequired, "An organization's own token did not name it in `Organization-ID`");

    public static RouteHandlerBuilder DocumentsRevokePresentedToken(this RouteHandlerBuilder builder) => builder
        .Reads<RevokePresentedTokenRequest>(Form, $$"""{ "token": "{{Secret}}" }""")
        .WithDescription("RFC 7009. That the secret is in the body is the proof. An API token is revoked, on every node, before this answers; an access token's session ends. A caller who also sends a credential with `tokens:write` in the token's organization is named in the log, else the token's owner is. The answer is the same for a token that never was.")
        .AnswersBodiless(StatusCodes.Status200OK, "No node accepts the token, whether or not it ever was one")
        .Refuses(ErrorCodes.MalformedRequest, "There is no `token`, or a parameter is there twice; `error` is `invalid_request` (RFC 6749 section 5.2)")
        .Refuses(ErrorCodes.RateLimited, $"Within a minute the address has sent {VerificationLimit.Misguided.Allowed} tokens that are none")
        .Refuses(ErrorCodes.Unavailable, "The database can't be reached just now: the token may still be good");

    public static RouteHandlerBuilder DocumentsForwardAuth(this RouteHandlerBuilder builder) => builder
        .WithDescription("For nginx `auth_request`, Traefik ForwardAuth, Envoy ext_authz (HTTP) and the like: the request's own `Authorization` or `X-API-Key` is judged, whatever its method; `Organization-ID` may be left out, the credential's own organization is meant then. Never redirects and never reads a body.")
        .WithMetadata(new ReadParameter(AskedScopes.QueryParameter, false, false, "A scope that the credential must have; may be there several times. One that does not exist is refused."))
        .WithMetadata(new ReadParameter("Organization-ID", true, false, "The organization's id or its slug; left out: the credential's own."))
        .AnswersBodiless(
            StatusCodes.Status200OK,
            "Let the request through, with these headers",
            (ForwardAuth.OrganizationHeader, "The organization's id"),
            (ForwardAuth.SubjectHeader, "The id of the person or service account"),
            (ForwardAuth.SubjectKindHeader, "`person` or `serviceAccount`"),
            (ForwardAuth.TokenHeader, "The token's id; the session's for a signed-in person's access token"),
            (ForwardAuth.ScopesHeader, "What the credential may do now, with a space between"))
        .Refuses(ErrorCodes.Unauthenticated, "No credential was sent, two different ones, or one that never was this instance's")
        .Refuses(ErrorCodes.PermissionDenied, "It lacks a scope; `requiredPermission` says which");

    public static RouteHandlerBuilder DocumentsReportLeaks(this RouteHandlerBuilder builder) => builder
        .ExampleRequest($$"""{ "token": "{{Secret}}", "url": "https://code.example/repository/blob/main/.env", "source": "Example secret scanning" }""")
        .WithDescription("A live token of this instance is revoked on every node before this answers, its owner and those who may issue another one are told, and the log keeps `url` and `source`, never the secret. The answer is the same, and takes as long, whether or not anything was live. `/.well-known/secret-patterns.json` has the patterns to search for.")
        .AnswersBodiless(StatusCodes.Status202Accepted, "Thank you. Nothing is told of what was found")
        .Refuses(ErrorCodes.ValidationFailed, $"Neither `token` nor `tokens`, both, or more than {ReportLeaks.MaxTokens} of them")
        .Refuses(ErrorCodes.RateLimited, $"Within a minute the address has made {VerificationLimit.Reports.Allowed} reports; `Retry-After` says when to go on")
        .Refuses(ErrorCodes.Unavailable, "The database can't be reached just now: report again");

    public static RouteHandlerBuilder DocumentsAuthorizationServer(this RouteHandlerBuilder builder) => builder.ExampleAnswer("The metadata", ("metadata", """
        {
          "issuer": "https://platform.example", "jwks_uri": "https://platform.example/.well-known/jwks.json",
          "introspection_endpoint": "https://platform.example/api/v1/introspect", "introspection_endpoint_auth_methods_supported": ["Bearer"],
          "revocation_endpoint": "https://platform.example/api/v1/revoke", "revocation_endpoint_auth_methods_supported": ["none"],
          "response_types_supported": [], "grant_types_supported": []
        }
        """));

    public static RouteHandlerBuilder DocumentsSecretPatterns(this RouteHandlerBuilder builder) => builder
        .WithDescription("`jq -r .gitleaks` gives a `.gitleaks.toml`, `jq .trufflehog` a configuration for TruffleHog.")
        .ExampleAnswer("The patterns", ("patterns", """
            {
              "prefix": "pt",
              "report": { "url": "https://platform.example/api/v1/leaks", "method": "POST", "fields": ["token", "tokens", "url", "source"] },
              "patterns": [{ "id": "pt-service-token", "description": "pt: a service account's API token", "regex": "\\bpts_[0-9A-Za-z]{42}\\b", "keywords": ["pts_"], "checksum": "the last 6 characters are the CRC32" }],
              "gitleaks": "[[rules]]\nid = 'pt-service-token'\n",
              "trufflehog": { "detectors": [{ "name": "pt-service-token", "keywords": ["pts_"], "regex": { "token": "\\bpts_[0-9A-Za-z]{42}\\b" } }] }
            }
            """));
}
