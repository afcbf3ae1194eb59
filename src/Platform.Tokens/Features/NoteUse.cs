using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>
/// A replacement is used for the first time: from now on it can't be replaced in its turn as a lost one, and where it was asked
/// for, the one that it replaces ends with this.
/// </summary>
internal sealed record NoteFirstUse(Guid TokenId) : ICommand<Result>;

/// <summary>True where nobody has told of it yet: asked first, since a command takes its turn to write.</summary>
internal sealed record IsLateUseNew(Guid TokenId) : IQuery<bool>;

/// <summary>A token that has been replaced and has ended is used all the same.</summary>
internal sealed record NoteLateUse(Guid TokenId, string? Address, string? UserAgent) : ICommand<Result>;

internal static class NoteUse
{
    private const string ReplacementUsed = "replacement-used";
    private static readonly Error Gone = new(ErrorCodes.TokenRevoked, "The token has been revoked.");

    internal sealed class FirstUseHandler(PlatformDbContext db, TokenLife life, TimeProvider time) : IRequestHandler<NoteFirstUse, Result>
    {
        public async Task<Result> Handle(NoteFirstUse request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var token = await db.Tokens.SingleOrDefaultAsync(row => row.Id == request.TokenId, cancellationToken);
            if (token?.IsLiveAt(now) != true)
            {
                return Gone;
            }

            if (token.FirstUsedAt is not null)
            {
                return Result.Done;
            }

            token.NoteFirstUse(now);
            if (token.EndsReplacedOnFirstUse)
            {
                var replaced = await db.Tokens.SingleOrDefaultAsync(row => row.Id == token.ReplacesId, cancellationToken);
                if (replaced?.IsLiveAt(now) == true)
                {
                    await life.RevokeAsync(replaced, ReplacementUsed, cancellationToken);
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            return Result.Done;
        }
    }

    internal sealed class LateUseHandler(PlatformDbContext db, Events events, TimeProvider time) :
        IRequestHandler<IsLateUseNew, bool>, IRequestHandler<NoteLateUse, Result>
    {
        public Task<bool> Handle(IsLateUseNew request, CancellationToken cancellationToken) =>
            db.Tokens.AnyAsync(row => row.Id == request.TokenId && row.ReplacedById != null && row.UsedLateAt == null, cancellationToken);

        public async Task<Result> Handle(NoteLateUse request, CancellationToken cancellationToken)
        {
            var now = time.UtcNow();
            var token = await db.Tokens.SingleOrDefaultAsync(row => row.Id == request.TokenId, cancellationToken);
            if (token is { ReplacedById: not null, UsedLateAt: null } && !token.IsLiveAt(now))
            {
                token.NoteLateUse(now);
                var owner = token.Kind == TokenKind.User ? token.OwnerId : (Guid?)null;
                await events.PublishAsync<TokenUsedAfterRotation>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, owner, request.Address, request.UserAgent), cancellationToken);
            }

            return Result.Done;
        }
    }
}
