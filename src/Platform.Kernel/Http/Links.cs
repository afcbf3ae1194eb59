using Microsoft.AspNetCore.Http;

namespace Platform.Kernel.Http;

/// <summary>An invitation to hand over: shown once, to who invited.</summary>
public sealed record InvitationLink(string Url, DateTime ExpiresAt);

/// <summary>Links into the web UI, at the address by which the caller reached the instance.</summary>
public static class Links
{
    public static InvitationLink InvitationLink(this HttpRequest request, string token, DateTime expiresAt) =>
        new($"{request.Scheme}://{request.Host}/accept-invitation?token={token}", expiresAt);
}
