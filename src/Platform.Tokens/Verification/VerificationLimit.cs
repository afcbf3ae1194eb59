using Platform.Kernel.Http;

namespace Platform.Tokens.Verification;

/// <summary>What an address may do in a minute where anybody may call.</summary>
internal static class VerificationLimit
{
    /// <summary>Tokens sent to <c>/revoke</c> that are none.</summary>
    public static readonly Limit Misguided = new("misguided-revocations", 60, 60, "Your address has sent too many tokens that are none. Try again in a minute.");

    /// <summary>Reports to <c>/leaks</c>.</summary>
    public static readonly Limit Reports = new("leak-reports", 60, 60, "Your address has made too many reports. Try again in a minute; each may hold 1,000 tokens.");
}
