namespace Platform.Client;

/// <summary>What came of a verification.</summary>
/// <param name="Principal">Who calls; null where the token was refused.</param>
/// <param name="Code">
/// <c>valid</c>, or why not, in the instance's own words: <c>unauthenticated</c>, <c>token-expired</c>, <c>token-revoked</c>,
/// <c>organization-required</c>, <c>organization-mismatch</c>, <c>organization-suspended</c>, <c>address-not-allowed</c>,
/// <c>rate-limited</c>, <c>malformed-request</c>, or <c>unavailable</c> where there is no verdict to be had.
/// </param>
/// <param name="RetryAfter">With <c>rate-limited</c>: seconds until the next request can be made.</param>
public readonly record struct PlatformVerdict(PlatformPrincipal? Principal, string Code, int RetryAfter = 0)
{
    internal const string Valid = "valid";
    internal const string Unauthenticated = "unauthenticated";
    internal const string Expired = "token-expired";
    internal const string Revoked = "token-revoked";
    internal const string OrganizationRequired = "organization-required";
    internal const string OrganizationMismatch = "organization-mismatch";
    internal const string OrganizationSuspended = "organization-suspended";
    internal const string AddressNotAllowed = "address-not-allowed";
    internal const string PermissionDenied = "permission-denied";
    internal const string RateLimited = "rate-limited";
    internal const string Malformed = "malformed-request";
    internal const string Unavailable = "unavailable";

    /// <summary>True where the call may go on as <see cref="Principal"/>.</summary>
    public bool IsValid => Principal is not null;

    internal static PlatformVerdict Refused(string code, int retryAfter = 0) => new(null, code, retryAfter);
}
