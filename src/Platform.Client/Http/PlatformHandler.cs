using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Platform.Client.Http;

/// <summary>The authentication scheme, for <c>[Authorize]</c>, policies and whatever else builds on ASP.NET Core's own.</summary>
internal sealed class PlatformHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, PlatformVerifier verifier)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private PlatformVerdict _verdict = PlatformVerdict.Refused(PlatformVerdict.Unauthenticated);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Credentials.Has(Request))
        {
            return AuthenticateResult.NoResult();
        }

        _verdict = await verifier.VerifyAsync(Context);

        if (_verdict.Principal is { } principal)
        {
            // A clone: claims transformations may add to it.
            return AuthenticateResult.Success(new AuthenticationTicket(principal.Clone(), Scheme.Name));
        }

        // Nobody asks for the same request again.
        Context.Features.Set(new RefusedRequest(_verdict));
        return AuthenticateResult.Fail(_verdict.Code);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await Refusal.WriteAsync(Context, _verdict.IsValid ? PlatformVerdict.Refused(PlatformVerdict.Unauthenticated) : _verdict);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Refusal.WriteAsync(Context, PlatformVerdict.Refused(PlatformVerdict.PermissionDenied));
}

/// <summary>What the scheme has found out about a request already.</summary>
internal sealed record RefusedRequest(PlatformVerdict Verdict);
