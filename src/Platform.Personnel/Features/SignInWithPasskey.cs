using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="Ticket">Of the challenge.</param>
/// <param name="Credential">What <c>navigator.credentials.get</c> gave, as <c>toJSON</c> writes it.</param>
/// <param name="OrganizationId">The organization to sign in to, by id or slug; left out: the last one used.</param>
internal sealed record SignInWithPasskeyRequest(string? Ticket, JsonElement? Credential, string? OrganizationId);

/// <summary>Notes a passkey's use, by which a copy of it is found out.</summary>
internal sealed record NotePasskeyUse(byte[] CredentialId, long SignCount, bool BackedUp) : ICommand<Result>;

/// <summary>Notes that signing in with a passkey of an account has failed.</summary>
internal sealed record NoteFailedPasskey(byte[] CredentialId) : ICommand<Result>;

internal static class SignInWithPasskey
{
    private static readonly Error Refused = new(ErrorCodes.Unauthenticated, "The passkey was not accepted. Try again, or sign in with your password.");

    /// <summary>The authenticator has verified its user, so that this is the password and the second factor in one.</summary>
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        SignInWithPasskeyRequest body,
        HttpContext http,
        IMediator mediator,
        AttemptLimits limits,
        IPasskeyHandler<Account> passkeys,
        SignedIn signedIn,
        CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress;
        if (limits.Check(http, SignInLimit.FailuresOfAddress, address) is { } over)
        {
            return over.ToProblem();
        }

        var ticket = await mediator.Send(new TakeTicket(TicketKind.PasskeySignIn, body.Ticket), cancellationToken);
        if (ticket.Error is null && ticket.Value is { } challenge && body.Credential is { ValueKind: JsonValueKind.Object } credential)
        {
            var verdict = await passkeys.PerformAssertionAsync(
                new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential.GetRawText(), AssertionState = challenge.State });
            if (verdict.Succeeded
                && (await mediator.Send(new NotePasskeyUse(verdict.Passkey.CredentialId, verdict.Passkey.SignCount, verdict.Passkey.IsBackedUp), cancellationToken)).Error is null)
            {
                return (await signedIn.EnterAsync(http, verdict.User, body.OrganizationId, secondFactor: true, cancellationToken)).ToAnswer();
            }

            if (CredentialIdOf(credential) is { } tried)
            {
                await mediator.Send(new NoteFailedPasskey(tried), CancellationToken.None);
            }
        }

        limits.Record(SignInLimit.FailuresOfAddress, address);
        return Refused.ToProblem();
    }

    private static byte[]? CredentialIdOf(JsonElement credential)
    {
        try
        {
            return credential.TryGetProperty("id", out var id) ? Base64Url.DecodeFromChars(id.GetString()) : null;
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<NotePasskeyUse, Result>, IRequestHandler<NoteFailedPasskey, Result>
    {
        /// <summary>In the log alone: it locks nobody out, since whoever knows a passkey's id could do that to its owner.</summary>
        public async Task<Result> Handle(NoteFailedPasskey request, CancellationToken cancellationToken)
        {
            if (await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(row => row.CredentialId == request.CredentialId, cancellationToken) is { } passkey)
            {
                var email = await db.Accounts.Where(row => row.Id == passkey.AccountId).Select(row => row.Email).SingleAsync(cancellationToken);
                var how = new JsonObject { ["passkey"] = new JsonObject { ["before"] = null, ["after"] = passkey.Name } };
                db.Changes!.Note(new AuditFact(OrganizationScope.Instance, "sign-in.failed", "account", passkey.AccountId, email, how));
            }

            return Result.Done;
        }

        public async Task<Result> Handle(NotePasskeyUse request, CancellationToken cancellationToken)
        {
            var passkey = await db.Passkeys.SingleOrDefaultAsync(row => row.CredentialId == request.CredentialId, cancellationToken);
            if (passkey is null)
            {
                return Refused;
            }

            passkey.Used(request.SignCount, request.BackedUp, time.UtcNow());
            return Result.Done;
        }
    }
}
