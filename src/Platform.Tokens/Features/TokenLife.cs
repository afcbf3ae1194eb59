using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Auditing;
using Platform.Kernel.Data;
using Platform.Kernel.Messaging;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>How tokens come to be and end, whoever asks for it: the one place that makes secrets and tells of them.</summary>
internal sealed class TokenLife(PlatformDbContext db, TokenFormat format, Caller caller, Events events, TimeProvider time)
{
    /// <summary>Issues a token and gives its secret, which nobody can read again.</summary>
    public async Task<(Token Token, string Secret)> IssueAsync(NewToken wanted, CancellationToken cancellationToken)
    {
        await FreeExpiredAsync(Token.LiveKeyOf(wanted.Kind, wanted.OwnerId, wanted.Name), cancellationToken);
        var secret = format.Create(wanted.Kind);
        var token = Token.Issue(wanted, secret, format, caller.Actor, time.UtcNow());
        db.Add(token);
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync<TokenCreated>(new(token.OrganizationId, token.Id, token.Name, token.Display, PersonOf(token)), cancellationToken);
        return (token, secret);
    }

    public async Task RevokeAsync(Token token, string? reason, CancellationToken cancellationToken)
    {
        token.Revoke(caller.Actor, reason, time.UtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync<TokenRevoked>(new(token.OrganizationId, token.Id, token.Name, token.Display, PersonOf(token), reason), cancellationToken);
    }

    public async Task ExpireAsync(Token token, CancellationToken cancellationToken)
    {
        token.Expire();
        await db.SaveChangesAsync(cancellationToken);
        await events.PublishAsync<TokenExpired>(new(token.OrganizationId, token.Id, token.Name, token.Display, PersonOf(token)), cancellationToken);
    }

    /// <summary>The live token that holds a key, or null.</summary>
    public async Task<Token?> FindLiveAsync(string liveKey, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.SingleOrDefaultAsync(row => row.LiveKey == liveKey, cancellationToken);
        return token?.IsLiveAt(time.UtcNow()) == true ? token : null;
    }

    /// <summary>Expiry frees a name at once, whether or not the job has been round.</summary>
    private async Task FreeExpiredAsync(string liveKey, CancellationToken cancellationToken)
    {
        var holder = await db.Tokens.SingleOrDefaultAsync(row => row.LiveKey == liveKey, cancellationToken);
        if (holder?.IsExpiredAt(time.UtcNow()) == true)
        {
            await ExpireAsync(holder, cancellationToken);
        }
    }

    private static Guid? PersonOf(Token token) => token.Kind == TokenKind.User ? token.OwnerId : null;
}
