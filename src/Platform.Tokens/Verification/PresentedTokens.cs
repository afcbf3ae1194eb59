using Microsoft.EntityFrameworkCore;
using Platform.Kernel.Coherence;
using Platform.Kernel.Data;
using Platform.Kernel.Http;
using Platform.Tokens.Data;

namespace Platform.Tokens.Verification;

/// <summary>A token whose secret somebody has shown.</summary>
internal sealed record PresentedToken(Guid Id, Guid OrganizationId, string Display);

/// <summary>Finds tokens by secrets that are shown in order to end them. What can't be a token is not asked for.</summary>
internal sealed class PresentedTokens(PlatformDbContext db, TokenLoader loader, TimeProvider time)
{
    public bool CanBe(string secret) => loader.Judge(secret) == CredentialShape.Plausible;

    /// <summary>Those of the secrets that are tokens which have not come to their end; a revoked one is still found.</summary>
    public async Task<IReadOnlyList<PresentedToken>> FindAsync(IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        var hashes = secrets.Where(CanBe).Select(secret => SecretHash.Of(secret).ToArray()).ToList();
        if (hashes.Count == 0)
        {
            return [];
        }

        var now = time.UtcNow();
        return await db.TokensOfEveryOrganization.AsNoTracking()
            .Where(token => hashes.Contains(token.Hash) && (token.ExpiresAt == null || token.ExpiresAt > now))
            .Select(token => new PresentedToken(token.Id, token.OrganizationId, token.Display))
            .ToListAsync(cancellationToken);
    }
}
