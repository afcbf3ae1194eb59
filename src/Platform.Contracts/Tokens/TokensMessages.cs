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

/// <summary>A live token of a person.</summary>
/// <param name="Display">What may be shown of its secret.</param>
/// <param name="Scopes">Null for all that the person may do.</param>
public sealed record PersonalToken(Guid Id, string Name, string Display, Guid PersonId, IReadOnlyList<string>? Scopes);

/// <summary>The live tokens of these people of the organization in context.</summary>
public sealed record GetTokensOfPeople(IReadOnlyList<Guid> PersonIds) : IQuery<IReadOnlyList<PersonalToken>>;

/// <summary>How many live tokens and service accounts of an organization hold some permissions by their names.</summary>
public sealed record PermissionHolders(Guid OrganizationId, int ServiceAccounts, int Tokens);

/// <summary>Who holds one of these permissions, over all organizations: what <see cref="Roles.PermissionsRemoved"/> would take away.</summary>
/// <param name="Names">Short forms.</param>
public sealed record FindPermissionHolders(IReadOnlyList<string> Names) : IQuery<IReadOnlyList<PermissionHolders>>;

/// <summary>How many live tokens an application has.</summary>
public sealed record CountTokensOfApplication(Guid ApplicationId) : IQuery<int>;
