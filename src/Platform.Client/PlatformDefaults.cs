namespace Platform.Client;

/// <summary>Names that the package uses.</summary>
public static class PlatformDefaults
{
    /// <summary>The authentication scheme that <see cref="PlatformExtensions.AddPlatform(Microsoft.AspNetCore.Authentication.AuthenticationBuilder, Action{PlatformOptions})"/> adds.</summary>
    public const string AuthenticationScheme = "Platform";
}
