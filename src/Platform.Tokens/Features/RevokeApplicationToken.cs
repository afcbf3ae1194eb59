using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>As <see cref="RevokeToken"/>, for an operator and a token of the instance's own.</summary>
internal static class RevokeApplicationToken
{
    public static async Task<Microsoft.AspNetCore.Http.IResult> Endpoint(
        Guid id,
        Guid tokenId,
        RevokeTokenRequest? body,
        IMediator mediator,
        UnitOfWork work,
        Revisions revisions,
        PlatformDbContext db,
        CancellationToken cancellationToken) =>
        await db.Tokens.AnyAsync(token => token.Id == tokenId && token.Kind == TokenKind.Application && token.OwnerId == id, cancellationToken)
            ? await RevokeToken.Endpoint(tokenId, body, mediator, work, revisions, db, cancellationToken)
            : new Error(ErrorCodes.NotFound, "The application has no such token.").ToProblem();
}
