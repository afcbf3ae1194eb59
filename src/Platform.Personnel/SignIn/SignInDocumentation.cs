using Microsoft.AspNetCore.Builder;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.Personnel.SignIn;

/// <summary>How the calls around signing in may be refused.</summary>
internal static class SignInDocumentation
{
    /// <summary>A password, code or link is judged here, and failures are counted.</summary>
    public static RouteHandlerBuilder RefusesGuesses(this RouteHandlerBuilder builder) => builder
        .Refuses(ErrorCodes.AccountLocked, "Too many attempts for the e-mail address have failed")
        .Refuses(ErrorCodes.RateLimited, "Too many attempts from the address have failed; `Retry-After` says when to go on");

    /// <summary>A session in an organization is opened here.</summary>
    public static RouteHandlerBuilder RefusesSession(this RouteHandlerBuilder builder) => builder
        .Refuses(ErrorCodes.MfaRequired, "A second factor is to be given, or needed first; `secondFactor` says which")
        .Refuses(ErrorCodes.OrganizationMismatch, "The account does not belong to the organization that `organizationId` names, or to any")
        .Refuses(ErrorCodes.OrganizationSuspended, "The organization is suspended");
}
