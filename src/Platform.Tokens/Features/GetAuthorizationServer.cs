using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Http;

namespace Platform.Tokens.Features;

/// <summary>
/// Authorization server metadata (RFC 8414 section 2). There is no authorization endpoint and no OAuth token endpoint, so the
/// lists of response and grant types are empty.
/// </summary>
/// <param name="Issuer">The instance's own address: <c>PublicUrl</c>, or else the one by which the caller reached it.</param>
/// <param name="JwksUri">The public keys that access tokens are signed with.</param>
/// <param name="IntrospectionEndpointAuthMethodsSupported"><c>Bearer</c>: an application's token, or one with <c>tokens:verify</c>.</param>
/// <param name="RevocationEndpointAuthMethodsSupported"><c>none</c>: the token itself is the proof.</param>
internal sealed record AuthorizationServerAnswer(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("introspection_endpoint")] string IntrospectionEndpoint,
    [property: JsonPropertyName("introspection_endpoint_auth_methods_supported")] IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported,
    [property: JsonPropertyName("revocation_endpoint")] string RevocationEndpoint,
    [property: JsonPropertyName("revocation_endpoint_auth_methods_supported")] IReadOnlyList<string> RevocationEndpointAuthMethodsSupported,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypesSupported,
    [property: JsonPropertyName("grant_types_supported")] IReadOnlyList<string> GrantTypesSupported);

internal static class GetAuthorizationServer
{
    public static Microsoft.AspNetCore.Http.IResult Endpoint(HttpRequest request)
    {
        var instance = request.PublicAddress();
        return TypedResults.Ok(new AuthorizationServerAnswer(
            instance,
            $"{instance}/.well-known/jwks.json",
            $"{instance}/api/v1/introspect",
            ["Bearer"],
            $"{instance}/api/v1/revoke",
            ["none"],
            [],
            []));
    }
}
