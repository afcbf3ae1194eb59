using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Contracts.Personnel;
using Platform.Contracts.Tokens;
using Platform.Kernel.Authorization;
using Platform.Kernel.Data;
using Platform.Kernel.Metering;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;

namespace Platform.Tokens.Features;

/// <summary>Who owns, made or revoked a token.</summary>
/// <param name="Kind"><c>person</c>, <c>serviceAccount</c>, <c>application</c>, <c>operator</c> or <c>system</c>.</param>
internal sealed record TokenParty(string Kind, Guid Id, string Name);

/// <summary>A token. Its secret is in the answer that created it and never again.</summary>
/// <param name="Kind"><c>user</c>, <c>service</c> or <c>application</c>.</param>
/// <param name="Display">The first and last characters of the secret.</param>
/// <param name="Scopes">What it may do, within what its owner may do; null for all of that, now and later.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never. It can't be extended.</param>
/// <param name="LastUsedAt">Right to about a second.</param>
/// <param name="LastUsedAgent">The <c>User-Agent</c> of the last use, at most 200 characters.</param>
/// <param name="ReplacedById">The token that took its place, by a rotation.</param>
/// <param name="RateLimitPerMinute">Requests a minute; null for the organization's default.</param>
/// <param name="Status"><c>active</c>, <c>expiring</c> (within 30 days), <c>rotating</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="AllowedAddresses">CIDRs it may be used from; empty for anywhere.</param>
internal record TokenAnswer(
    Guid Id,
    [property: AllowedValues("user", "service", "application")] string Kind,
    [property: AllowedValues("opaque", "jwt")] string Format,
    string Name,
    string? Description,
    IReadOnlyList<string> Integrations,
    TokenParty Owner,
    string Display,
    IReadOnlyList<string>? Scopes,
    DateTime CreatedAt,
    TokenParty CreatedBy,
    DateTime? ExpiresAt,
    DateTime? LastUsedAt,
    string? LastUsedIp,
    string? LastUsedAgent,
    long UseCount,
    [property: AllowedValues("active", "expiring", "rotating", "expired", "revoked")] string Status,
    DateTime? RevokedAt,
    TokenParty? RevokedBy,
    string? RevokedReason,
    Guid? ReplacedById,
    IReadOnlyList<string> AllowedAddresses,
    int? RateLimitPerMinute,
    int Version)
{
    /// <summary>In the list only: the requests of each of the last 14 days (UTC), the oldest first.</summary>
    public IReadOnlyList<long>? RecentUse { get; init; }
}

/// <summary>A new token, with its secret, shown this once.</summary>
internal sealed record IssuedTokenAnswer([property: JsonIgnore] TokenAnswer Token, string Secret) : TokenAnswer(Token);

/// <summary>Turns tokens into answers, with the names of their owners asked for at once.</summary>
internal sealed class TokenAnswers(PlatformDbContext db, IMediator mediator, Meters meters, TimeProvider time)
{
    public async Task<TokenAnswer> OfAsync(Token token, CancellationToken cancellationToken) => (await OfAsync([token], cancellationToken))[0];

    public async Task<IReadOnlyList<TokenAnswer>> OfAsync(IReadOnlyList<Token> tokens, CancellationToken cancellationToken)
    {
        var names = await NamesOfOwnersAsync(tokens, cancellationToken);
        var now = time.UtcNow();
        var pending = meters.PendingOf(tokens.Select(token => token.Id).ToHashSet());
        return [.. tokens.Select(token => Overlay(Of(token, names.GetValueOrDefault(token.OwnerId) ?? NameKeptBy(token), now), pending.GetValueOrDefault(token.Id)))];
    }

    /// <summary>As a policy's dry run and its application name them.</summary>
    public async Task<IReadOnlyList<JudgedToken>> JudgedAsync(IReadOnlyList<Token> tokens, CancellationToken cancellationToken)
    {
        var names = await NamesOfOwnersAsync(tokens, cancellationToken);
        return [.. tokens.Select(token => new JudgedToken(
            token.Id, token.Name, token.Display, OwnerKind(token.Kind), token.OwnerId, names.GetValueOrDefault(token.OwnerId) ?? NameKeptBy(token)))];
    }

    private async Task<Dictionary<Guid, string>> NamesOfOwnersAsync(IReadOnlyList<Token> tokens, CancellationToken cancellationToken)
    {
        var people = tokens.Where(token => token.Kind == TokenKind.User).Select(token => token.OwnerId).Distinct().ToList();
        var names = new Dictionary<Guid, string>(
            people.Count == 0 ? new Dictionary<Guid, string>() : await mediator.Send(new GetPersonNames(people), cancellationToken));
        var services = tokens.Where(token => token.Kind == TokenKind.Service).Select(token => token.OwnerId).Distinct().ToList();
        if (services.Count > 0)
        {
            foreach (var account in await db.ServiceAccounts.AsNoTracking().Where(row => services.Contains(row.Id)).ToListAsync(cancellationToken))
            {
                names[account.Id] = account.Name;
            }
        }

        return names;
    }

    /// <summary>Uses that are not written yet count all the same.</summary>
    private static TokenAnswer Overlay(TokenAnswer token, TokenUses? uses) => uses is null ? token : token with
    {
        LastUsedAt = uses.LastAt.ToMilliseconds(),
        LastUsedIp = uses.Address?.ToString(),
        LastUsedAgent = uses.Agent,
        UseCount = token.UseCount + uses.Count,
    };

    public static TokenAnswer Of(Token token, string ownerName, DateTime now) => new(
        token.Id,
        token.Kind.ToString().ToLowerInvariant(),
        token.Form.ToString().ToLowerInvariant(),
        token.Name,
        token.Description,
        token.Integrations,
        new TokenParty(OwnerKind(token.Kind), token.OwnerId, ownerName),
        token.Display,
        token.Scopes?.AsShown(),
        token.CreatedAt,
        new TokenParty(token.CreatedByKind, token.CreatedById, token.CreatedByName),
        token.ExpiresAt,
        token.LastUsedAt,
        token.LastUsedIp,
        token.LastUsedAgent,
        token.UseCount,
        token.StatusAt(now),
        token.RevokedAt,
        token.RevokedById is { } by ? new TokenParty(token.RevokedByKind!, by, token.RevokedByName!) : null,
        token.RevokedReason,
        token.ReplacedById,
        token.AllowedAddresses,
        token.RateLimitPerMinute,
        token.Version);

    /// <summary>A person whose record is gone made their own token, and it says by whom it was made.</summary>
    private static string NameKeptBy(Token token) => token.CreatedById == token.OwnerId ? token.CreatedByName : "";

    private static string OwnerKind(TokenKind kind) => kind switch
    {
        TokenKind.User => "person",
        TokenKind.Service => "serviceAccount",
        _ => "application",
    };
}
