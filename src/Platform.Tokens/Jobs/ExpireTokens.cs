using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Features;

namespace Platform.Tokens.Jobs;

/// <summary>
/// Notes the tokens that have come to their end, and tells of it once. A token stops at its end without this: the request
/// path looks at the clock.
/// </summary>
internal sealed record ExpireTokens : ICommand<Result>;

internal sealed class ExpireTokensHandler(PlatformDbContext db, TokenLife life, TimeProvider time) : IRequestHandler<ExpireTokens, Result>
{
    private const int AtMost = 500;

    public async Task<Result> Handle(ExpireTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var ended = await db.Tokens
            .Where(token => token.ExpiresAt <= now && token.RevokedAt == null && !token.ExpiryAnnounced)
            .OrderBy(token => token.ExpiresAt)
            .Take(AtMost)
            .ToListAsync(cancellationToken);
        foreach (var token in ended)
        {
            await life.ExpireAsync(token, cancellationToken);
        }

        return Result.Done;
    }
}
