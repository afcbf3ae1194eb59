using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Platform.Client.Http;

/// <summary>Refusals as the instance itself says them: RFC 9457 problem details with a stable <c>code</c>.</summary>
internal static class Refusal
{
    private static readonly Dictionary<string, (int Status, string Title, string Detail)> Known = new()
    {
        [PlatformVerdict.Malformed] = (400, "The request can't be read", "Send one credential, once, and Organization-ID once."),
        [PlatformVerdict.OrganizationRequired] = (400, "Which organization?", "Name the organization in the header Organization-ID, by its id or its slug."),
        [PlatformVerdict.Unauthenticated] = (401, "Not signed in", "Send a token as 'Authorization: Bearer …'."),
        [PlatformVerdict.Expired] = (401, "The token has expired", "The token has expired."),
        [PlatformVerdict.Revoked] = (401, "The token has been revoked", "The token has been revoked."),
        [PlatformVerdict.OrganizationMismatch] = (403, "Not this organization", "The credential does not belong to the organization that Organization-ID names, or there is no such organization."),
        [PlatformVerdict.OrganizationSuspended] = (403, "The organization is suspended", "The organization is suspended."),
        [PlatformVerdict.PermissionDenied] = (403, "A permission is missing", "The token can't do this. An administrator of your organization can issue one that can."),
        [PlatformVerdict.AddressNotAllowed] = (403, "Not from this address", "The token may not be used from this address."),
        [PlatformVerdict.RateLimited] = (429, "Too many requests", "The token has made its requests of this minute."),
        [PlatformVerdict.Unavailable] = (503, "Not available just now", "Tokens can't be verified just now. Try again soon."),
    };

    /// <summary>Says why a request goes no further.</summary>
    public static Task WriteAsync(HttpContext context, PlatformVerdict verdict, string? requiredPermission = null)
    {
        var (status, title, detail) = Known[verdict.Code];
        var response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            // RFC 6750 section 3: no error code where no credential was given.
            response.Headers.WWWAuthenticate = Credentials.Has(context.Request) ? "Bearer error=\"invalid_token\"" : "Bearer";
        }

        if (verdict.RetryAfter > 0)
        {
            response.Headers.RetryAfter = verdict.RetryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var problem = new ProblemBody(
            $"https://www.rfc-editor.org/rfc/rfc9110#status.{status}", title, status, detail, context.Request.Path.Value ?? "/", verdict.Code,
            Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier, requiredPermission);
        return response.WriteAsJsonAsync(problem, ProblemJson.Default.ProblemBody, "application/problem+json", context.RequestAborted);
    }
}

internal sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Instance, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RequiredPermission);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemJson : JsonSerializerContext;
