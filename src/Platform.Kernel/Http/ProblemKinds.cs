using Platform.Kernel.Results;

namespace Platform.Kernel.Http;

/// <summary>What a code means over HTTP, and what to do about it. <c>docs/errors.md</c> and the page at <c>/errors</c> are made from it.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Status">The HTTP status that it always has.</param>
/// <param name="Title">The kind of problem in a few words, the same each time.</param>
/// <param name="Cause">Why a call is answered so, in a sentence or two.</param>
/// <param name="Cure">What the caller can do, in a sentence or two.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Cause, string Cure)
{
    /// <summary>As <c>type</c> of a problem says it: a page of every instance, and the same text on each, so that it can be compared.</summary>
    public string Type { get; } = $"/errors#{Code}";
}

/// <summary>All codes, in the order of their statuses.</summary>
internal static class ProblemKinds
{
    public static readonly IReadOnlyList<ProblemKind> All =
    [
        new(ErrorCodes.MalformedRequest, 400, "The request can't be read",
            "The body is no well-formed JSON or form, a value has another type than documented, a header is there twice, or two different credentials were sent.",
            "Compare the request with the example in the API documentation. Send one credential, once, and one Organization-ID."),
        new(ErrorCodes.OrganizationRequired, 400, "Which organization?",
            "The call works in an organization, and the request names none.",
            "Send the header Organization-ID with the organization's id or slug. GET /me without it tells an operator or application who it is; the sign-in lists a person's organizations."),
        new(ErrorCodes.Unauthenticated, 401, "Not signed in",
            "No credential was sent, it is not one of this instance's, or what was given to sign in with is wrong.",
            "Send 'Authorization: Bearer …' with a token that was copied whole: 4 characters of prefix and 42 more. At sign-in, check the e-mail address, password or code."),
        new(ErrorCodes.TokenExpired, 401, "The token has expired",
            "The credential was good and has come to its end. An access token lives a day, an API token as long as it was made for.",
            "Exchange the refresh token, or sign in again. An API token can't be extended: have a new one issued, and rotate the next one before it ends."),
        new(ErrorCodes.TokenRevoked, 401, "The token has been revoked",
            "Somebody has taken the token back, its owner is gone or disabled, or the session of the access token has ended.",
            "Don't try again. Ask whoever manages the organization's tokens for a new one; a person signs in again."),
        new(ErrorCodes.AccountLocked, 401, "The account is locked",
            "There were ten failed attempts for this e-mail address within an hour, by whomever.",
            "Wait 15 minutes, then sign in with the right password, or reset it by the link that is mailed."),
        new(ErrorCodes.MfaRequired, 401, "A second factor is required",
            "The organization or the operator's duty asks for a second factor, and the session has none.",
            "Sign in again and give the code, or the passkey. secondFactor says whether the account has one (code) or needs one first (enrolment)."),
        new(ErrorCodes.OrganizationMismatch, 403, "Not this organization",
            "The credential does not belong to the organization that Organization-ID names, or there is no such organization; the two are not told apart.",
            "Send the id or slug of the credential's own organization. GET /me says which one that is."),
        new(ErrorCodes.OrganizationSuspended, 403, "The organization is suspended",
            "An operator of the instance has suspended the organization, with all its people and tokens.",
            "Ask whoever runs the instance. Everything works again as it was when the organization is resumed."),
        new(ErrorCodes.PermissionDenied, 403, "A permission is missing",
            "The caller is known and may not do this. What a token can do is its scopes, within what its owner may do now.",
            "requiredPermission names what is missing. Have an administrator give it to the owner's role or service account, and issue a token whose scopes have it. Some calls want a signed-in person, an operator or the owner."),
        new(ErrorCodes.ApiAccessDisabled, 403, "API access is not enabled",
            "The person may not have an API token.",
            "An administrator sets Enable API access token in the person's record."),
        new(ErrorCodes.AddressNotAllowed, 403, "Not from this address",
            "The token, or every token of the organization, may only be used from certain addresses, and the request came from another one.",
            "Call from an allowed address, or have the token's or the policy's allowedAddresses changed. Behind a proxy, the instance must trust it (Proxy:TrustedNetworks)."),
        new(ErrorCodes.NotFound, 404, "Not found",
            "There is no such thing in this organization, it belongs to another organization, or the path is wrong.",
            "Check the id, the Organization-ID and the path. A link that came by mail works once and for a while."),
        new(ErrorCodes.MethodNotAllowed, 405, "Not with this method",
            "There is such a path, but not with this method.",
            "Use one of the methods in the answer's Allow header."),
        new(ErrorCodes.TokenNameTaken, 409, "The name is taken",
            "A live service token of the organization has this name. Expiry and revocation free it at once.",
            "Choose another name, or rotate the token that has it."),
        new(ErrorCodes.TokenAlreadyActive, 409, "There is an active token already",
            "The person has as many active tokens as the organization's policy allows: one, as it comes.",
            "Regenerate, rotate or remove the current token instead of generating another one."),
        new(ErrorCodes.Conflict, 409, "That contradicts what is there",
            "The change contradicts the state of things, or somebody changed the same thing at the same moment; detail says which.",
            "Read it again, and repeat the call where it still makes sense."),
        new(ErrorCodes.StaleVersion, 412, "It has been changed meanwhile",
            "If-Match holds the ETag of an older version than there is now.",
            "Read it again, make the change on what is there now, and send the new ETag."),
        new(ErrorCodes.PayloadTooLarge, 413, "The body is too large",
            "The body is larger than 1 MiB, or a file of people larger than 16 MiB.",
            "Send less at a time."),
        new(ErrorCodes.UnsupportedMediaType, 415, "Not this media type",
            "The Content-Type is not the one that the call takes.",
            "Send application/json, or what the call's documentation names: a form for the OAuth calls, text/csv for an import."),
        new(ErrorCodes.ValidationFailed, 422, "Some fields can't be taken",
            "The request can be read, but a field, query parameter or header has a value that can't be taken.",
            "errors says for each field what is wrong with it. Correct them all and send it again."),
        new(ErrorCodes.TokenNotExtendable, 422, "A token can't be extended",
            "A token never lives longer than it was made for.",
            "Rotate it: the replacement has a life of its own."),
        new(ErrorCodes.ScopeNotGrantable, 422, "You can't grant what you don't hold",
            "Nobody gives out, or takes away, permissions that they don't hold themselves, and a token's scopes only ever get fewer.",
            "Leave out the permissions that detail names, or ask somebody who holds them."),
        new(ErrorCodes.RateLimited, 429, "Too many requests",
            "The token has made all its requests of this minute, or an address has made too many attempts.",
            "Wait as many seconds as Retry-After says. RateLimit tells in each answer how many requests are left. An administrator can raise the token's limit."),
        new(ErrorCodes.InternalError, 500, "Something went wrong here",
            "A fault of the instance.",
            "Give whoever runs the instance the traceId, by which its log says more. See how things stand before you repeat a change."),
        new(ErrorCodes.Unavailable, 503, "Not available just now",
            "The database can't be reached, or did not say whether it has made the change. The instance says no rather than what it is not sure of.",
            "Try again after a moment, with growing pauses. After a change, see first how things stand."),
    ];
}
