using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;
using Platform.Kernel.Metering;
using Platform.Kernel.Results;
using Platform.Tokens.Verification;

namespace Platform.Tokens.Features;

/// <summary>A token to be judged.</summary>
/// <param name="Token">The secret, whatever it looks like; an API token or an access token.</param>
/// <param name="OrganizationId">The organization it is to act in, by id or slug; left out: its own.</param>
/// <param name="Scopes">What it must be able to do, all of it; at most 200. An unknown name is refused with the nearest known one.</param>
/// <param name="Address">Where the call with it came from. A token bound to addresses is refused where this is left out.</param>
internal sealed record VerifyTokenRequest(string? Token, string? OrganizationId, IReadOnlyList<string?>? Scopes, string? Address);

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
/// <param name="Organization">Null for an application's token.</param>
/// <param name="TokenId">Null for a signed-in person's access token.</param>
/// <param name="Scopes">What the token can do now: its scopes cut down to what its owner may do.</param>
/// <param name="ExpiresAt">Null for no expiration.</param>
/// <param name="AddressBound">True where the verdict holds for the address alone that was named.</param>
/// <param name="Revision">The verdict knows of every change up to this one; whoever keeps it compares that with the verifier's feed.</param>
internal sealed record VerifyTokenAnswer(
    bool Valid,
    [property: AllowedValues(
        TokenVerdict.Valid, TokenVerdict.Unknown, TokenVerdict.Expired, TokenVerdict.Revoked, TokenVerdict.Suspended,
        TokenVerdict.OrganizationMismatch, TokenVerdict.InsufficientScope, TokenVerdict.AddressNotAllowed, TokenVerdict.RateLimited)]
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VerifyTokenAnswer.ItsOrganization? Organization = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VerifyTokenAnswer.ItsSubject? Subject = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? TokenId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Scopes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? AddressBound = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Revision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VerifiedRateLimit? RateLimit = null)
{
    internal sealed record ItsOrganization(Guid Id, string Slug, string Name);

    /// <param name="Kind"><c>person</c>, <c>serviceAccount</c>, <c>application</c> or <c>operator</c>.</param>
    /// <param name="Email">A person's; null for the others.</param>
    internal sealed record ItsSubject(string Kind, Guid Id, string Name, string? Email);
}

/// <summary>Reads the hot endpoints' bodies without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VerifyTokenRequest))]
internal sealed partial class VerifyTokenJson : JsonSerializerContext;

/// <summary>Answered like <c>/me</c>: where the token is cached, without mediator, database or reflection.</summary>
internal static class VerifyToken
{
    private static readonly Error NoToken = Error.Invalid("token", "token must be the secret to be judged.");
    private static readonly Error BadAddress = Error.Invalid("address", "address must be an IP address.");

    public static async Task Endpoint(HttpContext http, AskedScopes asked, TokenVerdicts verdicts, DropLog log)
    {
        var body = await http.Request.ReadJsonAsync(VerifyTokenJson.Default.VerifyTokenRequest, http.RequestAborted);
        if (HasNul(body))
        {
            throw RequestBody.Malformed();
        }

        IPAddress? address = null;
        var invalid = body.Token is null ? NoToken
            : body.Address is { Length: > 0 } from && !IPAddress.TryParse(from, out address) ? BadAddress
            : null;
        if (invalid is not null)
        {
            await Problems.WriteAsync(http, invalid);
            return;
        }

        var scopes = await asked.ReadAsync(body.Scopes, http.RequestServices);
        if (scopes.Error is { } unknown)
        {
            await Problems.WriteAsync(http, unknown);
            return;
        }

        // Read before anything is looked up: what is found then is not older.
        var revision = log.Revision;
        var verdict = await verdicts.JudgeAsync(http.Grant!, new(body.Token!, body.OrganizationId, scopes.Value, address, TokenQuestion.Verification));
        await JsonAnswer.WriteAsync(http.Response, (verdict, revision), static (json, answer) => Write(json, answer.verdict, answer.revision));
    }

    /// <summary>As for every other body: a NUL is no text.</summary>
    private static bool HasNul(VerifyTokenRequest body) =>
        HasNul(body.Token) || HasNul(body.OrganizationId) || HasNul(body.Address) || (body.Scopes is { } scopes && scopes.Any(HasNul));

    private static bool HasNul(string? text) => text?.Contains('\0') == true;

    private static void Write(Utf8JsonWriter json, TokenVerdict verdict, long revision)
    {
        json.WriteStartObject();
        json.WriteBoolean("valid"u8, verdict.Grant is not null);
        json.WriteString("code"u8, verdict.Code);
        if (verdict.Grant is { } grant)
        {
            Write(json, grant);
            json.WriteNumber("revision"u8, revision);
        }

        if (verdict.Limit is { } limit)
        {
            json.WriteStartObject("rateLimit"u8);
            json.WriteNumber("limit"u8, limit.Limit);
            json.WriteNumber("windowSeconds"u8, (int)RateLimiter.Window.TotalSeconds);
            json.WriteNumber("remaining"u8, limit.Remaining);
            json.WriteNumber("resetSeconds"u8, limit.ResetSeconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Grant grant)
    {
        if (grant.Organization is { } organization)
        {
            json.WriteStartObject("organization"u8);
            json.WriteString("id"u8, organization.Id);
            json.WriteString("slug"u8, organization.Slug);
            json.WriteString("name"u8, organization.Name);
            json.WriteEndObject();
        }

        json.WriteStartObject("subject"u8);
        json.WriteString("kind"u8, grant.SubjectKind.ToName());
        json.WriteString("id"u8, grant.SubjectId);
        json.WriteString("name"u8, grant.SubjectName);
        json.WriteString("email"u8, grant.Email);
        json.WriteEndObject();
        if (grant.CredentialKind == CredentialKind.ApiToken)
        {
            json.WriteString("tokenId"u8, grant.CredentialId);
        }

        json.WriteStartArray("scopes"u8);
        foreach (var name in grant.Permissions.Names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        if (grant.ExpiresAt is { } expiresAt)
        {
            json.WriteString("expiresAt"u8, expiresAt);
        }
        else
        {
            json.WriteNull("expiresAt"u8);
        }

        json.WriteBoolean("addressBound"u8, grant.AllowedAddresses is not null || grant.Organization?.Addresses is not null);
    }
}
