using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Platform.Kernel.Http;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="Password">The account's own.</param>
internal sealed record BeginPasskeyRequest(string? Password);

/// <summary>A challenge for a passkey.</summary>
/// <param name="Ticket">To be sent with the browser's answer; good once, for five minutes.</param>
/// <param name="Options">What <c>navigator.credentials</c> takes, as <c>parseCreationOptionsFromJSON</c> or <c>parseRequestOptionsFromJSON</c> read it (WebAuthn Level 3, section 5.1).</param>
internal sealed record PasskeyChallenge(string Ticket, JsonElement Options)
{
    public static PasskeyChallenge Of(string ticket, string options) => new(ticket, JsonSerializer.Deserialize<JsonElement>(options));
}

internal static class BeginPasskey
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        BeginPasskeyRequest body, HttpContext http, IMediator mediator, OwnAccount own, IPasskeyHandler<Account> passkeys, CancellationToken cancellationToken)
    {
        if (await own.CheckForFactorsAsync(http, body.Password, cancellationToken) is { } refused)
        {
            return refused.ToProblem();
        }

        var account = await own.ReadAsync(cancellationToken);
        var user = new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.Email, DisplayName = account.Email };
        var made = await passkeys.MakeCreationOptionsAsync(user, http);
        var ticket = await mediator.Send(new IssueTicket(TicketKind.PasskeyEnrolment, account.Id, made.AttestationState!), cancellationToken);
        return ticket.Error is { } error ? error.ToProblem() : TypedResults.Ok(PasskeyChallenge.Of(ticket.Value, made.CreationOptionsJson));
    }
}
