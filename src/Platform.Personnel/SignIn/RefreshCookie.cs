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

    /// <summary>Puts the token into the cookie where the caller works with cookies; else it goes into the body.</summary>
    public static bool WriteIfAsked(HttpContext http, string refreshToken)
    {
        if (!IsAsked(http.Request))
        {
            return false;
        }

        http.Response.Cookies.Append(Name, refreshToken, Options(Lifetime));
        return true;
    }

    public static void Clear(HttpContext http)
    {
        if (Read(http.Request) is not null)
        {
            http.Response.Cookies.Delete(Name, Options(null));
        }
    }

    /// <summary>A browser says so with <c>?cookie=true</c>, and goes on so once it has the cookie.</summary>
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
