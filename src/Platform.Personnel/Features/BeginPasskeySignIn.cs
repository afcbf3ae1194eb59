using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Platform.Kernel.Http;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

internal static class BeginPasskeySignIn
{
    /// <summary>It names no account: the authenticator offers the passkeys that it has for this place.</summary>
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        HttpContext http, IMediator mediator, AttemptLimits limits, IPasskeyHandler<Account> passkeys, CancellationToken cancellationToken)
    {
        if (limits.Take(http, SignInLimit.ChallengesOfAddress, http.Connection.RemoteIpAddress) is { } over)
        {
            return over.ToProblem();
        }

        var made = await passkeys.MakeRequestOptionsAsync(null, http);
        var ticket = await mediator.Send(new IssueTicket(TicketKind.PasskeySignIn, null, made.AssertionState!), cancellationToken);
        return ticket.Error is { } error ? error.ToProblem() : TypedResults.Ok(PasskeyChallenge.Of(ticket.Value, made.RequestOptionsJson));
    }
}
