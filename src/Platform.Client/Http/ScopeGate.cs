using Microsoft.AspNetCore.Http;

namespace Platform.Client.Http;

/// <summary>
/// Stands before an endpoint: verifies the request's token, unless the authentication scheme has done so, and asks for a scope.
/// A part of the endpoint itself, so that no order of middleware leaves it out.
/// </summary>
/// <param name="hasScheme">True where the scheme may have seen the request before.</param>
internal sealed class ScopeGate(PlatformVerifier verifier, AskedScope scope, RequestDelegate next, bool hasScheme)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User is PlatformPrincipal known)
        {
            return Continue(context, known);
        }

        if (hasScheme && context.Features.Get<RefusedRequest>() is { } refused)
        {
            return Refusal.WriteAsync(context, refused.Verdict);
        }

        var verifying = verifier.VerifyAsync(context);
        return verifying.IsCompletedSuccessfully ? Continue(context, verifying.Result) : ContinueAsync(context, verifying.AsTask());
    }

    private async Task ContinueAsync(HttpContext context, Task<PlatformVerdict> verifying) => await Continue(context, await verifying);

    private Task Continue(HttpContext context, PlatformVerdict verdict)
    {
        if (verdict.Principal is not { } principal)
        {
            return Refusal.WriteAsync(context, verdict);
        }

        context.User = principal;
        return Continue(context, principal);
    }

    private Task Continue(HttpContext context, PlatformPrincipal principal) => principal.Allows(scope)
        ? next(context)
        : Refusal.WriteAsync(context, PlatformVerdict.Refused(PlatformVerdict.PermissionDenied), scope.Name);
}
