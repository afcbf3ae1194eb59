using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.Kernel.Http;

/// <summary>An invitation: a link to hand over, shown once to who invited; or where the link was mailed to.</summary>
/// <param name="Url">The link; null where it was mailed.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="SentTo">The e-mail address that it was mailed to; null where it is to be handed over.</param>
public sealed record InvitationLink(string? Url, DateTime ExpiresAt, string? SentTo);

/// <summary>
/// The address at which people reach the instance, for links into the web UI and as the issuer of what it signs:
/// <c>PublicUrl</c>, or else the one by which the caller reached it.
/// </summary>
public sealed class PublicAddress
{
    /// <exception cref="OptionsValidationException"><c>PublicUrl</c> is no address.</exception>
    public PublicAddress(IConfiguration configuration)
    {
        var url = configuration["PublicUrl"];
        if (string.IsNullOrEmpty(url))
        {
            return;
        }

        Configured = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? url.TrimEnd('/')
            : throw new OptionsValidationException("PublicUrl", typeof(PublicAddress), [$"PublicUrl is '{url}'; it must be an address such as https://platform.example."]);
    }

    /// <summary><c>PublicUrl</c>, without a slash at its end; null where it is not set.</summary>
    public string? Configured { get; }

    public string Of(HttpRequest request) => Configured ?? $"{request.Scheme}://{request.Host}";

    /// <summary>
    /// For a link that somebody else gets than who called: a stranger says in the Host header whatever they like, so that it is
    /// believed only where it leads back to this machine.
    /// </summary>
    public string? ForStranger(HttpRequest request) => Configured ?? (IsLoopback(request.Host.Host) ? Of(request) : null);

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Links into the web UI.</summary>
public static class Links
{
    /// <param name="request">The call, for the address.</param>
    /// <param name="token">Null where the link was mailed to <paramref name="email"/>.</param>
    /// <param name="email">The invited one's.</param>
    public static InvitationLink InvitationLink(this HttpRequest request, string? token, string email, DateTime expiresAt) => token is null
        ? new(null, expiresAt, email)
        : new(Invitation(request.PublicAddress(), token), expiresAt, null);

    public static string Invitation(string address, string token) => $"{address}/accept-invitation?token={token}";

    public static string PasswordReset(string address, string token) => $"{address}/reset-password?token={token}";

    public static string PublicAddress(this HttpRequest request) => request.HttpContext.RequestServices.GetRequiredService<PublicAddress>().Of(request);
}
