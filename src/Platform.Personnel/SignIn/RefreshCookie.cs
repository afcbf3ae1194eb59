using Microsoft.AspNetCore.Http;

namespace Platform.Personnel.SignIn;

/// <summary>
/// The browser's refresh token: no script can read it, no other site can send it, and it goes to the sign-in calls alone.
/// </summary>
internal static class RefreshCookie
{
    private const string Name = "platform_refresh";
    private static readonly TimeSpan Lifetime = Domain.Session.IdleLifetime;

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    public static void Write(HttpContext http, string refreshToken) => http.Response.Cookies.Append(Name, refreshToken, Options(Lifetime));

    public static void Clear(HttpContext http)
    {
        if (Read(http.Request) is not null)
        {
            http.Response.Cookies.Delete(Name, Options(null));
        }
    }

    /// <summary>A browser asks for the cookie with <c>?cookie=true</c>.</summary>
    public static bool IsAsked(HttpRequest request) =>
        string.Equals(request.Query["cookie"], "true", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/api/v1/auth",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
