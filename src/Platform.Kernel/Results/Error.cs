using Platform.Kernel.Coherence;

namespace Platform.Kernel.Results;

/// <summary>
/// An expected failure: a stable code, a sentence for people, and nothing about HTTP. <see cref="Http.Problems"/> is the one
/// place that knows which status each code has.
/// </summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Detail">What went wrong and what to do, in a sentence; never a secret.</param>
public sealed record Error(string Code, string Detail)
{
    /// <summary>Field → messages, for <see cref="ErrorCodes.ValidationFailed"/>.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>The permission that was missing, for <see cref="ErrorCodes.PermissionDenied"/>.</summary>
    public string? RequiredPermission { get; init; }

    /// <summary>The way to the second factor that was missing, for <see cref="ErrorCodes.MfaRequired"/>.</summary>
    public SecondFactorDemand? SecondFactor { get; init; }

    /// <summary>What a use case has to tell beside the fields: an import's report of its lines.</summary>
    public object? Report { get; init; }

    /// <summary>
    /// With a refused credential: whose it was, so that a verifier is told of its own organization's alone. Never a part of the
    /// answer.
    /// </summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>With a refused API token that is known: which one, so that its log may say so. Never a part of the answer.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>The word that OAuth has for it (RFC 6749 section 5.2), where a client of that may be waiting for one.</summary>
    public string? OAuthCode { get; init; }

    /// <summary>With a replaced credential that has ended: which one, to be told of. Never a part of the answer.</summary>
    public LateUse? LateUse { get; init; }

    /// <summary>There is no such thing in this organization; whether another has it is not told.</summary>
    public static Error NotFound(string what) => new(ErrorCodes.NotFound, $"There is no such {what} in this organization.");

    /// <summary>One field's value can't be taken.</summary>
    public static Error Invalid(string field, string message) =>
        new(ErrorCodes.ValidationFailed, message) { Fields = new Dictionary<string, string[]> { [field] = [message] } };

    /// <summary>The change contradicts what is there.</summary>
    public static Error Conflict(string detail) => new(ErrorCodes.Conflict, detail);

    /// <summary>Nobody may act in the organization just now.</summary>
    public static Error Suspended(Guid? organizationId = null) =>
        new(ErrorCodes.OrganizationSuspended, "The organization is suspended. Ask whoever runs this instance.") { OrganizationId = organizationId };

    /// <summary>The caller is known but may not do this.</summary>
    public static Error Denied(string permission) =>
        new(ErrorCodes.PermissionDenied, $"This needs the permission {permission}. An administrator of your organization can grant it.")
        {
            RequiredPermission = permission,
        };
}

/// <summary>How the second factor that is missing can be given.</summary>
/// <param name="Kind"><c>code</c>: the account has one, give it; <c>enrolment</c>: it has none and needs one first.</param>
/// <param name="Methods">What the account has: <c>totp</c>, <c>recoveryCode</c>, <c>passkey</c>; null for an enrolment.</param>
/// <param name="EnrolmentToken">A one-time secret with which to enrol, given only for the right password.</param>
public sealed record SecondFactorDemand(string Kind, IReadOnlyList<string>? Methods = null, string? EnrolmentToken = null);

/// <summary>The stable words that an answer carries in <c>code</c>. Clients branch on them; they never change.</summary>
public static class ErrorCodes
{
    public const string MalformedRequest = "malformed-request";
    public const string OrganizationRequired = "organization-required";
    public const string Unauthenticated = "unauthenticated";
    public const string TokenExpired = "token-expired";
    public const string TokenRevoked = "token-revoked";
    public const string AccountLocked = "account-locked";
    public const string MfaRequired = "mfa-required";
    public const string OrganizationMismatch = "organization-mismatch";
    public const string OrganizationSuspended = "organization-suspended";
    public const string PermissionDenied = "permission-denied";
    public const string ApiAccessDisabled = "api-access-disabled";
    public const string AddressNotAllowed = "address-not-allowed";
    public const string NotFound = "not-found";
    public const string TokenNameTaken = "token-name-taken";
    public const string TokenAlreadyActive = "token-already-active";
    public const string Conflict = "conflict";
    public const string StaleVersion = "stale-version";
    public const string PayloadTooLarge = "payload-too-large";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string ValidationFailed = "validation-failed";
    public const string TokenNotExtendable = "token-not-extendable";
    public const string ScopeNotGrantable = "scope-not-grantable";
    public const string RateLimited = "rate-limited";
    public const string InternalError = "internal-error";
    public const string Unavailable = "unavailable";
}
