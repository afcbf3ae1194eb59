using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;

namespace Platform.Tokens.Features;

/// <summary>Who calls, in which organization, with which credential, and what they may do now.</summary>
/// <param name="Organization">Null for an operator or an application, which are in none.</param>
internal sealed record MeAnswer(MeAnswer.MyOrganization? Organization, MeAnswer.MySubject Subject, MeAnswer.MyCredential Credential, IReadOnlyList<string> Permissions)
{
    internal sealed record MyOrganization(Guid Id, string Slug, string Name);

    /// <param name="Kind"><c>person</c>, <c>serviceAccount</c>, <c>application</c> or <c>operator</c>.</param>
    /// <param name="ApiAccessEnabled">For a person: whether they may have an API token.</param>
    internal sealed record MySubject(string Kind, Guid Id, string Name, string? Email, bool? ApiAccessEnabled = null);

    /// <param name="Kind"><c>apiToken</c> or <c>accessToken</c>.</param>
    internal sealed record MyCredential(string Kind, Guid Id, string? Display, DateTime? ExpiresAt);
}

/// <summary>
/// The hot path's own endpoint: answered from the cached grant, without mediator, unit of work or reflection.
/// <see cref="MeAnswer"/> documents its shape, and a test holds the two together.
/// </summary>
internal static class GetMe
{
    public static Task Endpoint(HttpContext http) =>
        JsonAnswer.WriteAsync(http.Response, http.Grant!, static (json, grant) => Write(json, grant));

    private static void Write(Utf8JsonWriter json, Grant grant)
    {
        json.WriteStartObject();
        if (grant.Organization is { } organization)
        {
            json.WriteStartObject("organization"u8);
            json.WriteString("id"u8, organization.Id);
            json.WriteString("slug"u8, organization.Slug);
            json.WriteString("name"u8, organization.Name);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("organization"u8);
        }

        json.WriteStartObject("subject"u8);
        json.WriteString("kind"u8, grant.SubjectKind.ToName());
        json.WriteString("id"u8, grant.SubjectId);
        json.WriteString("name"u8, grant.SubjectName);
        if (grant.Email is { } email)
        {
            json.WriteString("email"u8, email);
        }

        if (grant.SubjectKind == SubjectKind.Person)
        {
            json.WriteBoolean("apiAccessEnabled"u8, grant.ApiAccessEnabled);
        }

        json.WriteEndObject();
        json.WriteStartObject("credential"u8);
        json.WriteString("kind"u8, grant.CredentialKind == CredentialKind.ApiToken ? "apiToken"u8 : "accessToken"u8);
        json.WriteString("id"u8, grant.CredentialId);
        json.WriteString("display"u8, grant.Display);
        if (grant.ExpiresAt is { } expiresAt)
        {
            json.WriteString("expiresAt"u8, expiresAt);
        }
        else
        {
            json.WriteNull("expiresAt"u8);
        }

        json.WriteEndObject();
        json.WriteStartArray("permissions"u8);
        foreach (var name in grant.Permissions.Names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
