using Platform.Kernel.Http;

namespace Platform.Personnel.SignIn;

/// <summary>What is limited in signing in, and how.</summary>
internal static class SignInLimit
{
    /// <summary>Wrong passwords, codes, passkeys and links from one address.</summary>
    public static readonly Limit FailuresOfAddress = new("sign-in-failures", 30, 60, "There were too many failed attempts from your address. Try again in a minute.");

    /// <summary>Refresh tokens that were refused, from one address.</summary>
    public static readonly Limit RefreshesOfAddress = new("refreshes", 30, 60, "There were too many failed attempts from your address. Try again in a minute.");

    /// <summary>Refresh tokens of one account that were refused.</summary>
    public static readonly Limit RefreshesOfAccount = new("refreshes-of-account", 30, 60, "There were too many failed attempts for this account. Try again in a minute.");

    /// <summary>Challenges for a passkey that one address asked for.</summary>
    public static readonly Limit ChallengesOfAddress = new("challenges", 60, 60, "Your address has asked for too many challenges. Try again in a minute.");

    /// <summary>Reset mails that one address asked for.</summary>
    public static readonly Limit ResetsOfAddress = new("resets", 10, 60, "Your address has asked for too many mails. Try again in a minute.");

    /// <summary>Reset mails that were asked for one e-mail address, known or not.</summary>
    public static readonly Limit ResetsOfEmail = new("resets-of-email", 5, 3600, "Too many mails were asked for this e-mail address. Try again in an hour.");
}
