using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.SignIn;

namespace Platform.Personnel.Features;

/// <param name="Ticket">Of the challenge.</param>
/// <param name="Name">What to call it, up to 100 characters.</param>
/// <param name="Credential">What <c>navigator.credentials.create</c> gave, as <c>toJSON</c> writes it.</param>
internal sealed record AddPasskeyRequest(string? Ticket, string? Name, JsonElement? Credential);

internal sealed record AddPasskeyCommand(Guid AccountId, Guid SessionId, string Name, UserPasskeyInfo Passkey) : ICommand<Result<PasskeyAnswer>>;

internal static class AddPasskey
{
    private const int MaxPasskeys = 20;

    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        AddPasskeyRequest body, HttpContext http, IMediator mediator, OwnAccount own, IPasskeyHandler<Account> passkeys, CancellationToken cancellationToken)
    {
        if ((new Validator().Check(body) ?? await own.CheckMayChangeFactorsAsync()) is { } refused)
        {
            return refused.ToProblem();
        }

        var ticket = await mediator.Send(new TakeTicket(TicketKind.PasskeyEnrolment, body.Ticket), cancellationToken);
        if (ticket.Error is not null || ticket.Value?.AccountId != own.Id)
        {
            return Error.Invalid("ticket", "The challenge is unknown, used or out of date. Begin again.").ToProblem();
        }

        var verdict = await passkeys.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = http, CredentialJson = body.Credential!.Value.GetRawText(), AttestationState = ticket.Value.State });
        if (!verdict.Succeeded)
        {
            return Error.Invalid("credential", "The passkey does not answer the challenge. Begin again.").ToProblem();
        }

        var added = await mediator.Send(new AddPasskeyCommand(own.Id, own.SessionId, body.Name!.Trim(), verdict.Passkey), cancellationToken);
        return added.Error is { } error ? error.ToProblem() : TypedResults.Created($"/api/v1/account/passkeys/{added.Value.Id}", added.Value);
    }

    internal sealed class Validator : AbstractValidator<AddPasskeyRequest>
    {
        public Validator()
        {
            RuleFor(x => x.Ticket).NotEmpty();
            RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
            RuleFor(x => x.Credential).Must(credential => credential is { ValueKind: JsonValueKind.Object }).WithMessage("credential must be what the browser gave, as JSON.");
        }
    }

    internal sealed class Handler(PlatformDbContext db, TimeProvider time) : IRequestHandler<AddPasskeyCommand, Result<PasskeyAnswer>>
    {
        public async Task<Result<PasskeyAnswer>> Handle(AddPasskeyCommand request, CancellationToken cancellationToken)
        {
            if (await db.Passkeys.CountAsync(row => row.AccountId == request.AccountId, cancellationToken) >= MaxPasskeys)
            {
                return Error.Conflict($"An account has at most {MaxPasskeys} passkeys. Remove one first.");
            }

            var made = request.Passkey;
            var passkey = new Passkey(request.AccountId, request.Name, made.CredentialId, made.PublicKey, time.UtcNow())
            {
                Transports = string.Join(',', made.Transports ?? []).Cut(200),
                IsBackupEligible = made.IsBackupEligible,
            };
            passkey.Counted(made.SignCount, made.IsBackedUp);
            db.Add(passkey);
            (await db.Sessions.SingleAsync(row => row.Id == request.SessionId, cancellationToken)).GiveSecondFactor();
            return PasskeyAnswer.Of(passkey);
        }
    }
}
