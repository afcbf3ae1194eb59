using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tenancy;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tenancy.Data;
using Platform.Tenancy.Domain;

namespace Platform.Tenancy.Features;

/// <summary>Who is to run the instance too.</summary>
/// <param name="Email">Of an account, which is made where there is none.</param>
internal sealed record InviteOperatorRequest(string? Email);

/// <summary>An invited operator, with the link by which the account's owner accepts at <c>POST /auth/accept-invitation</c>.</summary>
/// <param name="Invitation">To be handed over; shown this once.</param>
internal sealed record InvitedOperatorAnswer(Guid Id, string Email, string Status, DateTime CreatedAt, InvitationLink Invitation);

/// <summary>
/// Nobody becomes an operator by having an e-mail address: whoever holds the link also proves the account's password, or sets the
/// first one. So no account that somebody else has made under that address, and has the password of, is let in.
/// </summary>
internal sealed record InviteOperatorCommand(string? Email) : ICommand<Result<InvitedOperator>>;

internal sealed record InvitedOperator(Operator Operator, OneTimeLink Link);

internal static class InviteOperator
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        InviteOperatorRequest body, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var invited = await mediator.Send(new InviteOperatorCommand(body.Email?.Trim()), cancellationToken);
        if (invited.Error is { } error)
        {
            return error.ToProblem();
        }

        var (op, link) = invited.Value;
        return TypedResults.Created(
            $"/api/v1/instance/operators/{op.Id}",
            new InvitedOperatorAnswer(op.Id, op.Email, "invited", op.CreatedAt, http.Request.InvitationLink(link.Token, op.Email, link.ExpiresAt)));
    }

    internal sealed class Validator : AbstractValidator<InviteOperatorCommand>
    {
        public Validator() => RuleFor(x => x.Email).NotEmpty().EmailAddress().MaximumLength(254);
    }

    internal sealed class Handler(PlatformDbContext db, IMediator mediator, TimeProvider time) :
        IRequestHandler<InviteOperatorCommand, Result<InvitedOperator>>, IRequestHandler<ConfirmOperator, Result>
    {
        public async Task<Result<InvitedOperator>> Handle(InviteOperatorCommand request, CancellationToken cancellationToken)
        {
            var account = await mediator.Send(new EnsureAccount(request.Email!, request.Email!, null), cancellationToken);
            if (account.Error is { } error)
            {
                return error;
            }

            await db.SaveChangesAsync(cancellationToken);
            var op = await db.Operators.SingleOrDefaultAsync(row => row.AccountId == account.Value.AccountId, cancellationToken);
            if (op is { InvitedUntil: null })
            {
                return Error.Conflict($"{op.Email} is an operator already.");
            }

            var link = await mediator.Send(new InviteOperatorAccount(account.Value.AccountId), cancellationToken);
            if (link.Error is { } refused)
            {
                return refused;
            }

            if (op is null)
            {
                op = Operator.Invite(account.Value.AccountId, request.Email!, link.Value.ExpiresAt, time.UtcNow());
                db.Add(op);
            }
            else
            {
                op.InviteAnew(link.Value.ExpiresAt);
            }

            return new InvitedOperator(op, link.Value);
        }

        public async Task<Result> Handle(ConfirmOperator request, CancellationToken cancellationToken)
        {
            if (await db.Operators.SingleOrDefaultAsync(row => row.AccountId == request.AccountId, cancellationToken) is not { } op)
            {
                return new Error(ErrorCodes.NotFound, "The invitation was taken back. Ask whoever invited you for a new one.");
            }

            op.Join();
            return Result.Done;
        }
    }
}
