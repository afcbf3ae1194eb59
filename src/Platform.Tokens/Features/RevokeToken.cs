using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;

namespace Platform.Tokens.Features;

/// <param name="Reason">For the audit log and the token's page; at most 400 characters.</param>
internal sealed record RevokeTokenRequest(string? Reason);

/// <summary>Once this has been answered, no node accepts the token.</summary>
/// <param name="Revision">The number of the change that reached every node.</param>
internal sealed record RevocationReceipt(Guid TokenId, DateTime RevokedAt, long Revision, IReadOnlyList<NodeAcknowledgement> Nodes);

/// <param name="Before">True where it had been revoked already.</param>
internal sealed record RevokedToken(DateTime RevokedAt, bool Before);

internal sealed record RevokeTokenCommand(Guid Id, string? Reason) : ICommand<Result<RevokedToken>>;

internal static class RevokeToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id, RevokeTokenRequest? body, TokenRevocation revocation, CancellationToken cancellationToken) =>
        (await revocation.RevokeAsync(id, body?.Reason, cancellationToken)).ToAnswer();

    /// <summary><c>DELETE</c> is the same without a reason.</summary>
    public static Task<Microsoft.AspNetCore.Http.IResult> DeleteEndpoint(Guid id, TokenRevocation revocation, CancellationToken cancellationToken) =>
        Endpoint(id, null, revocation, cancellationToken);

    internal sealed class Validator : AbstractValidator<RevokeTokenCommand>
    {
        public Validator() => RuleFor(x => x.Reason).MaximumLength(400);
    }

    internal sealed class Handler(PlatformDbContext db, TokenLife life) : IRequestHandler<RevokeTokenCommand, Result<RevokedToken>>
    {
        public async Task<Result<RevokedToken>> Handle(RevokeTokenCommand request, CancellationToken cancellationToken)
        {
            var token = await db.Tokens.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken);
            if (token is null)
            {
                return Error.NotFound("token");
            }

            if (token.RevokedAt is { } before)
            {
                return new RevokedToken(before, Before: true);
            }

            await life.RevokeAsync(token, request.Reason, cancellationToken);
            return new RevokedToken(token.RevokedAt!.Value, Before: false);
        }
    }
}

/// <summary>Revokes a token of the organization in context, and answers once no node accepts it any more.</summary>
internal sealed class TokenRevocation(IMediator mediator, UnitOfWork work, Revisions revisions, PlatformDbContext db)
{
    public async Task<Result<RevocationReceipt>> RevokeAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new RevokeTokenCommand(id, reason), cancellationToken);
        if (result.Error is { } error)
        {
            return error;
        }

        var revoked = result.Value;
        var (receipt, isKept) = revoked.Before ? await revisions.RepeatAsync(db, id, CancellationToken.None) : (work.Receipt!, false);
        if (!isKept)
        {
            // The first call may not have come so far.
            await mediator.Send(new KeepReceipt(id, receipt), CancellationToken.None);
        }

        return new RevocationReceipt(id, revoked.RevokedAt, receipt.Revision, receipt.Nodes);
    }
}
