using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Tokens.Verification;

namespace Platform.Tokens.Features;

/// <summary>A token to be introspected (RFC 7662 section 2.1), form-encoded.</summary>
/// <param name="Token">The secret.</param>
/// <param name="TokenTypeHint">Of no matter: every kind of token is found without it.</param>
/// <param name="Address">This product's own: where the call with the token came from. One bound to addresses is not active without it.</param>
internal sealed record IntrospectTokenRequest(
    string? Token,
    [property: JsonPropertyName("token_type_hint")] string? TokenTypeHint,
    string? Address);

/// <summary>What a token is (RFC 7662 section 2.2). All but <c>active</c> are there only where it is good.</summary>
/// <param name="Scope">What it can do now, its scopes cut down to what its owner may do, with a space between.</param>
/// <param name="ClientId">Who presents it: the same as <c>sub</c>.</param>
/// <param name="Username">A person's e-mail address.</param>
/// <param name="Exp">When it ends, in seconds since 1970, rounded down; left out where it does not.</param>
/// <param name="Iat">When it was issued, in seconds since 1970.</param>
/// <param name="Iss">The issuer of <c>/.well-known/oauth-authorization-server</c>.</param>
/// <param name="Jti">The token's id, or the session's of an access token.</param>
/// <param name="OrganizationId">The organization it acts in; left out for an application's.</param>
internal sealed record IntrospectTokenAnswer(
    bool Active,
    string? Scope,
    [property: JsonPropertyName("client_id")] Guid? ClientId,
    string? Username,
    [property: JsonPropertyName("token_type")] string? TokenType,
    long? Exp,
    long? Iat,
    Guid? Sub,
    string? Iss,
    Guid? Jti,
    [property: JsonPropertyName("subject_kind")] string? SubjectKind,
    [property: JsonPropertyName("organization_id")] Guid? OrganizationId,
    [property: JsonPropertyName("organization_slug")] string? OrganizationSlug);

/// <summary>
/// Judged as <c>/verify</c> does, and told in OAuth's words. It asks what the token is, not whether one more request may be
/// made with it, so it takes nothing from the token's rate limit.
/// </summary>
internal static class IntrospectToken
{
    private static readonly Error NoToken = new(ErrorCodes.MalformedRequest, "Send the parameter token.") { OAuthCode = "invalid_request" };
    private static readonly Error BadAddress = Error.Invalid("address", "address must be an IP address.") with { OAuthCode = "invalid_request" };

    public static async Task Endpoint(HttpContext http, TokenVerdicts verdicts)
    {
        var form = await http.Request.ReadFormBodyAsync(http.RequestAborted);
        IPAddress? address = null;
        var invalid = form["token"] is null ? NoToken
            : form["address"] is { } from && !IPAddress.TryParse(from, out address) ? BadAddress
            : null;
        if (invalid is not null)
        {
            await Problems.WriteAsync(http, invalid);
            return;
        }

        var verdict = await verdicts.JudgeAsync(http.Grant!, new(form["token"]!, null, [], address, TokenQuestion.Introspection));
        http.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(http.Response, (verdict.Grant, http.Request), static (json, state) => Write(json, state.Grant, state.Request));
    }

    private static void Write(Utf8JsonWriter json, Grant? grant, HttpRequest request)
    {
        json.WriteStartObject();
        json.WriteBoolean("active"u8, grant is not null);
        if (grant is not null)
        {
            Write(json, grant);
            json.WriteString("iss"u8, request.PublicAddress());
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Grant grant)
    {
        json.WriteString("scope"u8, grant.Permissions.ToString());
        json.WriteString("client_id"u8, grant.SubjectId);
        if (grant.Email is { } email)
        {
            json.WriteString("username"u8, email);
        }

        json.WriteString("token_type"u8, "Bearer"u8);
        if (grant.ExpiresAt is { } end)
        {
            json.WriteNumber("exp"u8, Seconds(end));
        }

        json.WriteNumber("iat"u8, Seconds(grant.IssuedAt));
        json.WriteString("sub"u8, grant.SubjectId);
        json.WriteString("jti"u8, grant.CredentialId);
        json.WriteString("subject_kind"u8, grant.SubjectKind.ToName());
        if (grant.Organization is { } organization)
        {
            json.WriteString("organization_id"u8, organization.Id);
            json.WriteString("organization_slug"u8, organization.Slug);
        }
    }

    private static long Seconds(DateTime time) => new DateTimeOffset(time).ToUnixTimeSeconds();
}
