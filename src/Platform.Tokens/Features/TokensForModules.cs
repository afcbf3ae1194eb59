using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Tokens;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>What other modules ask about tokens.</summary>
internal sealed class TokensQueries(PlatformDbContext db, TimeProvider time) :
    IRequestHandler<GetTokensOfPeople, IReadOnlyList<PersonalToken>>,
    IRequestHandler<GetTokenEnds, IReadOnlyList<TokenEnd>>,
    IRequestHandler<GetTokenName, string?>,
    IRequestHandler<CountTokens, IReadOnlyDictionary<Guid, int>>,
    IRequestHandler<CountTokensOfApplication, int>
{
    public async Task<IReadOnlyList<PersonalToken>> Handle(GetTokensOfPeople request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return await db.Tokens.AsNoTracking()
            .Where(token => token.Kind == TokenKind.User && request.PersonIds.Contains(token.OwnerId))
            .Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now))
            .OrderBy(token => token.Name)
            .Select(token => new PersonalToken(token.Id, token.Name, token.Display, token.OwnerId, token.Scopes))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TokenEnd>> Handle(GetTokenEnds request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var tokens = await db.Tokens.AsNoTracking()
            .Where(token => (token.Kind == TokenKind.User && token.OwnerId == request.PersonId) || (request.OfServiceAccounts && token.Kind == TokenKind.Service))
            .Where(token => token.RevokedAt == null && token.ReplacedById == null && token.ExpiresAt > now)
            .OrderBy(token => token.EndsAt).ThenBy(token => token.Id)
            .ToListAsync(cancellationToken);
        return [.. tokens.Select(token => new TokenEnd(
            token.Id, token.Name, token.Display, token.Integrations, token.Kind == TokenKind.User, token.CreatedAt, token.ExpiresAt!.Value, token.Version))];
    }

    public async Task<string?> Handle(GetTokenName request, CancellationToken cancellationToken) =>
        (await db.Tokens.AsNoTracking().SingleOrDefaultAsync(token => token.Id == request.TokenId, cancellationToken))?.AuditName;

    public async Task<IReadOnlyDictionary<Guid, int>> Handle(CountTokens request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return await db.TokensOfEveryOrganization.AsNoTracking()
            .Where(token => request.OrganizationIds.Contains(token.OrganizationId))
            .Where(token => (token.State == TokenState.Live || token.State == TokenState.Replaced) && token.EndsAt > now)
            .GroupBy(token => token.OrganizationId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    public Task<int> Handle(CountTokensOfApplication request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return db.Tokens.CountAsync(
            token => token.Kind == TokenKind.Application && token.OwnerId == request.ApplicationId
                && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now),
            cancellationToken);
    }
}

/// <summary>Who holds permissions by their names, over all organizations.</summary>
internal sealed class PermissionHoldersQueries(PlatformDbContext db, TimeProvider time) : IRequestHandler<FindPermissionHolders, IReadOnlyList<PermissionHolders>>
{
    public async Task<IReadOnlyList<PermissionHolders>> Handle(FindPermissionHolders request, CancellationToken cancellationToken)
    {
        var names = request.Names.ToHashSet();
        var tokens = (await TokensHoldingAsync(db.TokensOfEveryOrganization.AsNoTracking(), names, cancellationToken)).ToLookup(token => token.OrganizationId);
        var accounts = (await AccountsHoldingAsync(db.ServiceAccountsOfEveryOrganization.AsNoTracking(), names, cancellationToken)).ToLookup(account => account.OrganizationId);
        return
        [
            .. tokens.Select(group => group.Key).Union(accounts.Select(group => group.Key)).Order()
                .Select(id => new PermissionHolders(id, accounts[id].Count(), tokens[id].Count())),
        ];
    }

    /// <summary>The live tokens that name one of these permissions, or one item of it.</summary>
    public async Task<List<Token>> TokensHoldingAsync(IQueryable<Token> tokens, IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        var (now, wanted) = (time.UtcNow(), names.ToList());
        var candidates = await tokens
            .Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now))
            .Where(token => token.Scopes != null && token.Scopes.Any(scope => wanted.Contains(scope) || scope.StartsWith("urn:")))
            .ToListAsync(cancellationToken);
        return candidates.FindAll(token => token.Scopes!.Exists(scope => scope.IsAmong(names)));
    }

    public static async Task<List<ServiceAccount>> AccountsHoldingAsync(IQueryable<ServiceAccount> accounts, IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToList();
        var candidates = await accounts
            .Where(account => account.Permissions.Any(permission => wanted.Contains(permission) || permission.StartsWith("urn:")))
            .ToListAsync(cancellationToken);
        return candidates.FindAll(account => account.Permissions.Exists(permission => permission.IsAmong(names)));
    }
}
