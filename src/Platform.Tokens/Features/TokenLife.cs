using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>How tokens come to be and end, whoever asks for it: the one place that makes secrets and tells of them.</summary>
internal sealed class TokenLife(
    PlatformDbContext db, TokenFormat format, OrganizationScope scope, Caller caller, Events events, IMediator mediator, TimeProvider time)
{
    /// <summary>Issues a token and gives its secret, which nobody can read again.</summary>
    /// <remarks>Whoever may issue a JWT sends <see cref="PrepareSigning"/> before the command: here it is too late to make a key.</remarks>
    public async Task<(Token Token, string Secret)> IssueAsync(NewToken wanted, CancellationToken cancellationToken)
    {
        await FreeExpiredAsync(Token.LiveKeyOf(wanted.Kind, wanted.OwnerId, wanted.Name, wanted.Place), cancellationToken);
        var (token, secret) = await AddAsync(wanted, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync<TokenCreated>(new(token.OrganizationId, token.Id, token.Name, token.Display, PersonOf(token)), cancellationToken);
        return (token, secret);
    }

    /// <summary>Issues a token in the place of another, which lives until <paramref name="end"/> at most; at once dead where that is now.</summary>
    public async Task<(Token Token, string Secret)> ReplaceAsync(Token replaced, NewToken wanted, DateTime end, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var live = replaced.IsLiveAt(now);
        replaced.ReplaceBy(wanted.Id, end, now);
        if (live && end <= now)
        {
            replaced.Revoke(caller.Actor, "rotated", now);
        }

        // Its name is free before the other takes it; and what is ended here is written as ended, not found as expired.
        await db.SaveChangesAsync(cancellationToken);
        await FreeExpiredAsync(Token.LiveKeyOf(wanted.Kind, wanted.OwnerId, wanted.Name, wanted.Place), cancellationToken);
        var (token, secret) = await AddAsync(wanted, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync<TokenRotated>(
            new(replaced.OrganizationId, replaced.Id, replaced.Name, replaced.Display, PersonOf(replaced), token.Id, replaced.RevokedAt ?? replaced.EndsAt),
            cancellationToken);
        return (token, secret);
    }

    public async Task RevokeAsync(Token token, string? reason, CancellationToken cancellationToken)
    {
        token.Revoke(caller.Actor, reason, time.UtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync<TokenRevoked>(new(token.OrganizationId, token.Id, token.Name, token.Display, PersonOf(token), reason), cancellationToken);
    }

    /// <summary>Ends a person's token, and with it those in whose place it has come: nothing of it is to work on.</summary>
    public async Task RevokeWithReplacedAsync(Token token, string reason, CancellationToken cancellationToken)
    {
        await RevokeAsync(token, reason, cancellationToken);
        var now = time.UtcNow();
        var before = token.ReplacesId;
        while (before is { } id && await db.Tokens.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } replaced)
        {
            if (replaced.IsLiveAt(now))
            {
                await RevokeAsync(replaced, reason, cancellationToken);
            }

            before = replaced.ReplacesId;
        }
    }

    /// <summary>Notes that tokens have come to their end. One that was replaced ends without a word: its owner has the other.</summary>
    public async Task ExpireAsync(IReadOnlyList<Token> tokens, CancellationToken cancellationToken)
    {
        foreach (var token in tokens)
        {
            token.Expire();
            if (token.ReplacedById is null)
            {
                await events.PublishAsync<TokenExpired>(
                    new(token.OrganizationId, token.Id, token.Name, token.Display, PersonOf(token), token.Integrations, token.EndsAt), cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The live token that holds a key, or null.</summary>
    public async Task<Token?> FindLiveAsync(string liveKey, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.SingleOrDefaultAsync(row => row.LiveKey == liveKey, cancellationToken);
        return token?.IsLiveAt(time.UtcNow()) == true ? token : null;
    }

    /// <summary>
    /// True where a live service token is called so. One that is being replaced has given its key away, but not its name: its
    /// replacement may be gone before it is.
    /// </summary>
    public async Task<bool> IsNameTakenAsync(string name, Guid? but, CancellationToken cancellationToken)
    {
        var (now, searched) = (time.UtcNow(), Token.Normalize(name));
        var holder = await FindLiveAsync(Token.LiveKeyOf(TokenKind.Service, default, name), cancellationToken);
        return (holder is not null && holder.Id != but) || await db.Tokens.AnyAsync(
            row => row.State == TokenState.Replaced && row.SearchName == searched && row.Kind == TokenKind.Service
                && row.EndsAt > now && row.Id != but && row.ReplacedById != but,
            cancellationToken);
    }

    /// <summary>A person's live tokens that hold one of their places, the newest first.</summary>
    public async Task<List<Token>> FindPersonalAsync(Guid personId, CancellationToken cancellationToken)
    {
        var placed = await db.Tokens
            .Where(row => row.OwnerId == personId && row.Kind == TokenKind.User && row.LiveKey != null)
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
            .ToListAsync(cancellationToken);
        var now = time.UtcNow();
        return placed.FindAll(token => token.IsLiveAt(now));
    }

    /// <summary>Saves a token whose name or integrations may have changed, with what it is found by.</summary>
    public async Task SaveWithWordsAsync(Token token, CancellationToken cancellationToken)
    {
        var words = TokenWord.Of(token, token.OrganizationId).ToDictionary(word => word.Word);
        var kept = await db.TokenWords.Where(word => word.TokenId == token.Id).ToListAsync(cancellationToken);
        db.RemoveRange(kept.Where(word => !words.ContainsKey(word.Word)));
        db.AddRange(words.Values.ExceptBy(kept.Select(word => word.Word), word => word.Word));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<(Token Token, string Secret)> AddAsync(NewToken wanted, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var secret = wanted.Form == SecretForm.Opaque
            ? format.Create(wanted.Kind)
            : await mediator.Send(
                new SignApiToken(wanted.Id, scope.Id!.Value, wanted.OwnerId, wanted.Scopes ?? [], now, wanted.ExpiresAt ?? now + wanted.Lifetime), cancellationToken);
        var token = Token.Issue(wanted, secret, format, caller.Actor, now);
        db.Add(token);
        db.AddRange(TokenWord.Of(token, scope.Id!.Value));
        return (token, secret);
    }

    /// <summary>Expiry frees a name at once, whether or not the job has been round.</summary>
    private async Task FreeExpiredAsync(string liveKey, CancellationToken cancellationToken)
    {
        var holder = await db.Tokens.SingleOrDefaultAsync(row => row.LiveKey == liveKey, cancellationToken);
        if (holder?.IsExpiredAt(time.UtcNow()) == true)
        {
            await ExpireAsync([holder], cancellationToken);
        }
    }

    private static Guid? PersonOf(Token token) => token.Kind == TokenKind.User ? token.OwnerId : null;
}
