using Microsoft.AspNetCore.Http;

namespace Platform.Client.Http;

/// <summary>Reads and verifies a request's one credential.</summary>
internal static class Credentials
{
    private const string Scheme = "Bearer ";
    private const string ApiKeyHeader = "X-API-Key";
    private const string OrganizationHeader = "Organization-ID";

    public static ValueTask<PlatformVerdict> VerifyAsync(this PlatformVerifier verifier, HttpContext context)
    {
        var headers = context.Request.Headers;
        if (ReadSecret(headers, out var secret) is { } unreadable)
        {
            return new(PlatformVerdict.Refused(unreadable));
        }

        var organization = headers[OrganizationHeader];
        return organization.Count > 1
            ? new(PlatformVerdict.Refused(PlatformVerdict.Malformed))
            : verifier.VerifyAsync(secret, organization.Count == 0 ? "" : organization[0]!, context.Connection.RemoteIpAddress);
    }

    public static bool Has(HttpRequest request) => request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey(ApiKeyHeader);

    /// <returns>Why there is none; null where there is.</returns>
    private static string? ReadSecret(IHeaderDictionary headers, out ReadOnlySpan<char> secret)
    {
        secret = default;
        var authorization = headers.Authorization;
        if (authorization.Count > 1)
        {
            return PlatformVerdict.Malformed;
        }

        if (authorization.Count == 1 && authorization[0] is { Length: > 0 } value)
        {
            if (!value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return PlatformVerdict.Unauthenticated;
            }

            secret = value.AsSpan(Scheme.Length).Trim();
        }

        if (headers.TryGetValue(ApiKeyHeader, out var keys))
        {
            var key = keys.Count == 0 ? default : keys[0].AsSpan().Trim();
            if (keys.Count > 1 || (!secret.IsEmpty && !secret.SequenceEqual(key)))
            {
                return PlatformVerdict.Malformed;
            }

            secret = key;
        }

        return secret.IsEmpty ? PlatformVerdict.Unauthenticated : null;
    }
}
