using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
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
        TokenRevocation revocation,
        PlatformDbContext db,
        CancellationToken cancellationToken) =>
        await db.Tokens.AnyAsync(token => token.Id == tokenId && token.Kind == TokenKind.Application && token.OwnerId == id, cancellationToken)
            ? await RevokeToken.Endpoint(tokenId, body, revocation, cancellationToken)
            : new Error(ErrorCodes.NotFound, "The application has no such token.").ToProblem();
}
