using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

internal static class SignOut
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Takes the access token whatever organization it is for, so it is public to the middleware and judges the credential itself.
    /// </summary>
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(HttpContext http, Credentials credentials, IMediator mediator)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new Error(ErrorCodes.Unauthenticated, "Send the access token of the session to be ended.").ToProblem();
        }

        if (!credentials.TryGet(header.AsSpan(Scheme.Length).Trim(), out var grant, out var loading))
        {
            var loaded = await loading;
            if (loaded.Error is { } error)
            {
                RefreshCookie.Clear(http);
                return error.ToProblem();
            }

            grant = loaded.Value;
        }

        if (grant.CredentialKind != CredentialKind.AccessToken)
        {
            return new Error(ErrorCodes.PermissionDenied, "An API token has no session to end; revoke it instead.").ToProblem();
        }

        var result = await mediator.Send(new EndSession(grant.CredentialId, "signed-out"), CancellationToken.None);
        RefreshCookie.Clear(http);
        return result.ToAnswer();
    }
}

internal sealed class EndSessionHandler(PlatformDbContext db, TimeProvider time) : IRequestHandler<EndSession, Result>
{
    public async Task<Result> Handle(EndSession request, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(row => row.Id == request.SessionId, cancellationToken);
        session?.End(request.Reason, time.UtcNow());
        return Result.Done;
    }
}
