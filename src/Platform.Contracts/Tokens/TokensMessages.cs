using Platform.Kernel.Messaging;
using Platform.Kernel.Results;

namespace Platform.Contracts.Tokens;

/// <summary>A token was issued.</summary>
/// <param name="OwnerPersonId">The person whose token it is; null for a service account's or an application's.</param>
public sealed record TokenCreated(Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId) : IOutboxEvent
{
    public static string Name => "token.created";
}

/// <summary>A token was revoked, by whomever and for whatever reason.</summary>
public sealed record TokenRevoked(Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId, string? Reason) : IOutboxEvent
{
    public static string Name => "token.revoked";
}

/// <summary>A token has come to its end by itself.</summary>
public sealed record TokenExpired(Guid OrganizationId, Guid TokenId, string TokenName, string Display, Guid? OwnerPersonId) : IOutboxEvent
{
    public static string Name => "token.expired";
}

/// <summary>Gives each of these people a token, for load tests, and answers with the secrets.</summary>
public sealed record SeedPersonalTokens(IReadOnlyList<Guid> PersonIds) : ICommand<Result<IReadOnlyList<string>>>;

/// <summary>Issues tokens of a service account, for load tests, and answers with the secrets.</summary>
public sealed record SeedServiceTokens(int Count) : ICommand<Result<IReadOnlyList<string>>>;
